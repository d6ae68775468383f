/** Closes the menu of languages on Escape and on whatever is pressed outside. */
const menu = document.querySelector(".tongues");

if (menu instanceof HTMLDetailsElement) {
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    const wasInside = menu.contains(document.activeElement);
    menu.open = false;
    if (wasInside) menu.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
  document.addEventListener("focusin", ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
}
