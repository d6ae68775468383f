/**
 * Keeps the dashboard up to date: server-sent events say that something moved, and then all figures, charts, the map
 * and the tables are read anew and change together, so that no two of them ever disagree. While they can't, they are
 * greyed. Nothing is announced, because a growing number must not interrupt a screen reader.
 */
const page = document.querySelector("[data-events]");
if (page instanceof HTMLElement) follow(page);

/** How long, in milliseconds, the page stays as it is after it has changed. */
const shortest = 2_000;

/** @param {HTMLElement} page */
function follow(page) {
  const events = new EventSource(page.dataset.events);
  const state = page.querySelector("[data-state]");
  const say = (live) => {
    state.textContent = live ? state.dataset.saidLive : state.dataset.saidNot;
    state.classList.toggle("on", live);
    page.classList.toggle("stale", !live);
  };
  let wanted = false;
  let busy = false;
  const readAnew = async () => {
    wanted = true;
    if (busy) return;
    busy = true;
    while (wanted) {
      wanted = false;
      say(await replaceWhole(page).catch(() => false));
      await new Promise((resolve) => setTimeout(resolve, shortest));
    }
    busy = false;
  };
  events.addEventListener("figures", ({ data }) => {
    const { live, figures } = JSON.parse(data);
    if (!live || !figures || isShown(page, figures)) say(live);
    else void readAnew();
  });
  // The browser reconnects by itself.
  events.addEventListener("error", () => say(false));
}

/** @param {HTMLElement} page */
function isShown(page, figures) {
  const shown = [...page.querySelectorAll("[data-live]")];
  return shown.every((element) => element.textContent === figures[element.dataset.live]);
}

/**
 * Puts another reading in place of all that is shown; false when it can't be had, or somebody is looking into a number.
 * @param {HTMLElement} page
 */
async function replaceWhole(page) {
  const before = page.querySelector("[data-whole]");
  if (before.querySelector(":target")) return false;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  const after = other.querySelector("[data-whole]");
  if (!after) return false;
  const open = [...before.querySelectorAll("details")].map((details) => details.open);
  [...after.querySelectorAll("details")].forEach((details, index) => {
    details.open = open[index] ?? false;
  });
  const focused = before.contains(document.activeElement) ? document.activeElement.id : "";
  before.replaceWith(document.adoptNode(after));
  page.querySelector("[data-as-of]").replaceWith(document.adoptNode(other.querySelector("[data-as-of]")));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  return true;
}
