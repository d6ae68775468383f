/**
 * Keeps the dashboard's figures up to date by server-sent events, and says when they are not. Numbers come in the
 * page's language; nothing is announced, because a growing number must not interrupt a screen reader.
 */
const page = document.querySelector("[data-events]");
if (page instanceof HTMLElement) follow(page);

/** @param {HTMLElement} page */
function follow(page) {
  const events = new EventSource(page.dataset.events);
  const state = page.querySelector("[data-state]");
  const say = (live) => {
    state.textContent = live ? state.dataset.saidLive : state.dataset.saidNot;
    state.classList.toggle("on", live);
  };
  events.addEventListener("figures", ({ data }) => {
    const { live, figures, asOf } = JSON.parse(data);
    say(live);
    if (!figures) return;
    page.querySelector("[data-as-of]").textContent = asOf;
    for (const element of page.querySelectorAll("[data-live]"))
      element.textContent = figures[element.dataset.live];
  });
  // The browser reconnects by itself.
  events.addEventListener("error", () => say(false));
}
