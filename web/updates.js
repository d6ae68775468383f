/**
 * The update pages work without this. It counts the audience again whenever a choice changes, asks before typed text
 * is lost, and keeps the progress of sending up to date.
 */
const writing = document.querySelector("[data-writing]");
const progress = document.querySelector("[data-progress]");

if (writing instanceof HTMLFormElement) {
  countAgain(writing);
  guardText(writing);
}
if (progress instanceof HTMLElement) follow(progress);

/** @param {HTMLFormElement} form */
function countAgain(form) {
  const counted = ["to", "petitions", "countries", "languages", "organisation", "from", "before", "fallback"];
  let turn = 0;
  form.addEventListener("change", async ({ target }) => {
    if (!counted.includes(target.name)) return;
    turn += 1;
    const mine = turn;
    const answer = await fetch(form.dataset.writing, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
    });
    const fragment = await answer.text();
    // After several changes only the last count is shown.
    if (!answer.ok || mine !== turn) return;
    const document_ = new DOMParser().parseFromString(fragment, "text/html");
    form.querySelector("[data-measure]")?.replaceWith(...document_.body.children);
  });
}

/** @param {HTMLFormElement} form */
function guardText(form) {
  let isTyped = false;
  form.addEventListener("input", () => {
    isTyped = true;
  });
  form.addEventListener("submit", () => {
    isTyped = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isTyped) event.preventDefault();
  });
}

/** @param {HTMLElement} progress */
function follow(progress) {
  const every = 3_000;
  const again = () => setTimeout(ask, every);
  const ask = async () => {
    if (document.hidden) return again();
    const answer = await fetch(progress.dataset.progress).catch(() => undefined);
    if (!answer?.ok) return again();
    const { state, percent, line, terms, leftOut } = await answer.json();
    if (state !== progress.dataset.state) return location.reload();
    progress.querySelector("[data-line]").textContent = line;
    progress.querySelector("progress").value = percent;
    const reasons = new DOMParser().parseFromString(leftOut, "text/html");
    document.querySelector("[data-left-out]")?.replaceChildren(...reasons.body.children);
    for (const [term, count] of Object.entries(terms)) {
      const figure = document.querySelector(`[data-term="${term}"]`);
      if (figure) figure.textContent = count;
    }
    again();
  };
  again();
}
