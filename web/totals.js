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
  const { campaign, petition, goal: shownGoal, aim } = tally.dataset;
  const answer = await fetch(`/api/v1/campaigns/${campaign}/totals`);
  if (!answer.ok) return false;
  const { total, goal, byPetition } = await answer.json();
  const figure = tally.querySelector("[data-total]");
  const whole = tally.querySelector("[data-whole]") ?? figure;
  const before = Number(whole.dataset.whole ?? whole.dataset.total);
  if (total === before) return false;
  const isNewDrawing = before === 0 || (shownGoal && (goal !== Number(shownGoal) || total >= Number(aim)));
  // A small petition's number is not told: the page knows which one to show instead.
  if (isNewDrawing || (petition && !byPetition[petition])) return redraw(tally);
  show(tally, figure, petition ? byPetition[petition] : total);
  if (whole !== figure) {
    whole.dataset.whole = total;
    whole.textContent = write(total);
  }
  fill(tally, Math.floor(total / Number(tally.dataset.unit)));
  return true;
}

function write(number) {
  return new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" }).format(number);
}

function show(tally, figure, number) {
  figure.dataset.total = number;
  figure.textContent = write(number);
  const what = tally.querySelector("[data-forms]");
  const forms = JSON.parse(what.dataset.forms);
  what.textContent = forms[new Intl.PluralRules(document.documentElement.lang).select(number)] ?? forms.other;
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
  tally.className = fresh.className;
  Object.assign(tally.dataset, fresh.dataset);
  return true;
}
