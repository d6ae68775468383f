/**
 * Keeps a page's total up to date. It polls, less often when nothing changes or requests fail, and not at all while
 * the page is hidden. It announces nothing: a growing number must not interrupt a screen reader.
 */
const tally = document.querySelector("[data-campaign]");
const shortest = 3_000;
const longest = 60_000;

if (tally instanceof HTMLElement) watch(tally);

/** @param {HTMLElement} tally */
function watch(tally) {
  let wait = shortest;
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
  };
  const ask = async () => {
    const moved = await refresh(tally).catch(() => false);
    wait = moved ? shortest : Math.min(wait * 1.5, longest);
    again();
  };
  document.addEventListener("visibilitychange", () => {
    wait = shortest;
    again();
  });
  again();
}

/** Fetches the totals and shows them; returns whether they changed. */
async function refresh(tally) {
  const answer = await fetch(`/api/v1/campaigns/${tally.dataset.campaign}/totals`);
  if (!answer.ok) return false;
  const { total, goal } = await answer.json();
  const figure = tally.querySelector("[data-total]");
  if (total === Number(figure.dataset.total)) return false;
  if (goal !== Number(tally.dataset.goal) || figure.dataset.total === "0") return redraw(tally);
  show(tally, figure, total);
  return true;
}

function show(tally, figure, total) {
  const language = document.documentElement.lang;
  figure.dataset.total = total;
  figure.textContent = new Intl.NumberFormat(language, { numberingSystem: "latn" }).format(total);
  const what = tally.querySelector("[data-forms]");
  const forms = JSON.parse(what.dataset.forms);
  what.textContent = forms[new Intl.PluralRules(language).select(total)] ?? forms.other;
  fill(tally, Math.floor(total / Number(tally.dataset.unit)));
}

/** Fills the first strokes, and ties the full bundles. */
function fill(tally, full) {
  const bundles = tally.querySelectorAll(".strokes g");
  for (const [ten, bundle] of bundles.entries()) {
    const strokes = [...bundle.querySelectorAll("path:not(.tie)")];
    for (const [index, stroke] of strokes.entries()) {
      stroke.classList.toggle("on", ten * 10 + index < full);
    }
    bundle.classList.toggle("tied", strokes.length === 10 && full >= (ten + 1) * 10);
  }
}

/**
 * The goal has changed and with it every stroke, or the first person has signed: takes the drawing from a fresh
 * page.
 */
async function redraw(tally) {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" }, cache: "no-cache" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-campaign]");
  if (!fresh) return false;
  tally.replaceChildren(...fresh.childNodes);
  Object.assign(tally.dataset, fresh.dataset);
  return true;
}
