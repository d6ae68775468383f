/**
 * Escape closes the innermost open panel around what has the focus, or else the one that was opened last, and gives the
 * focus back to what opened it.
 */
const opened = [];

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement)) return;
    const index = opened.indexOf(target);
    if (index >= 0) opened.splice(index, 1);
    if (target.open) opened.push(target);
  },
  { capture: true },
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const around = document.activeElement?.closest("details[open]");
  const panel = around ?? opened.findLast((details) => details.isConnected && details.open);
  if (panel) {
    panel.open = false;
    panel.querySelector("summary")?.focus();
    return;
  }
  closeNumber();
});

/** What a number of the dashboard is made of is opened by its link, and closed by leading back to it. */
function closeNumber() {
  const breakdown = document.querySelector(".breakdown:target");
  const back = breakdown?.querySelector('a[href^="#from-"]');
  if (back instanceof HTMLAnchorElement) back.click();
}
