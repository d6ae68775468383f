/**
 * Puts buttons above the text fields that name some in `data-tools`: bold, link, source, merge field, office. They
 * write the same Markdown that can be typed; without this file nothing is missing but the buttons. A toolbar is one
 * stop of the Tab key, and arrow keys go along it (ARIA Authoring Practices, toolbar).
 */
const template = document.querySelector("template[data-toolbar]");
const shortcuts = { b: "bold", k: "link" };

if (template instanceof HTMLTemplateElement) {
  for (const field of document.querySelectorAll("[data-tools]")) addToolbar(field);
}

/** @param {HTMLTextAreaElement | HTMLInputElement} field */
function addToolbar(field) {
  const wanted = field.dataset.tools.split(" ");
  const bar = template.content.firstElementChild.cloneNode(true);
  for (const tool of bar.querySelectorAll("[data-tool]")) {
    if (!wanted.includes(tool.dataset.tool)) tool.remove();
  }
  bar.setAttribute("aria-controls", field.id);
  field.before(bar);
  const stops = [...bar.querySelectorAll(":scope > button, summary")];
  rove(bar, stops);
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    closeMenus(bar);
    use(field, button.dataset);
  });
  bar.addEventListener("focusout", ({ relatedTarget }) => {
    if (!bar.contains(relatedTarget)) closeMenus(bar);
  });
  field.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && !event.altKey && shortcuts[event.key.toLowerCase()];
    const button = tool && bar.querySelector(`button[data-tool=${tool}]`);
    if (!button) return;
    event.preventDefault();
    use(field, button.dataset);
  });
}

/** @param {HTMLElement} bar @param {HTMLElement[]} stops */
function rove(bar, stops) {
  const stopAt = (index) => {
    stops.forEach((stop, each) => {
      stop.tabIndex = each === index ? 0 : -1;
    });
    return stops[index];
  };
  stopAt(0);
  bar.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const menu = target.closest("details");
    if (key === "Escape" && menu?.open) {
      closeMenus(bar);
      menu.querySelector("summary").focus();
      event.preventDefault();
      return;
    }
    const within = menu?.open ? [menu.querySelector("summary"), ...menu.querySelectorAll("li button")] : [];
    const next = within[within.indexOf(target) + { ArrowDown: 1, ArrowUp: -1 }[key]];
    if (next) {
      next.focus();
      event.preventDefault();
      return;
    }
    const step = stepOf(key, getComputedStyle(bar).direction === "rtl");
    const at = stops.indexOf(target);
    if (at < 0 || step === undefined) return;
    const to = step === "first" ? 0 : step === "last" ? stops.length - 1 : at + step;
    stopAt((to + stops.length) % stops.length).focus();
    event.preventDefault();
  });
  bar.addEventListener("focusin", ({ target }) => {
    const at = stops.indexOf(target);
    if (at >= 0) stopAt(at);
  });
}

function stepOf(key, isRightToLeft) {
  const forward = isRightToLeft ? -1 : 1;
  return { ArrowRight: forward, ArrowLeft: -forward, Home: "first", End: "last" }[key];
}

function closeMenus(bar) {
  for (const menu of bar.querySelectorAll("details[open]")) menu.open = false;
}

/**
 * Writes what a button stands for at the cursor: around what is chosen, instead of it, or with a line at the end.
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 */
function use(field, { before = "", after = "", empty = "", insert, below, first }) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  field.focus();
  if (below !== undefined) {
    nameSource(field, { number: nextNumber(value, Number(first)), end, empty });
    return;
  }
  if (insert !== undefined) {
    // A mark stands behind what is chosen, and replaces nothing.
    const isMark = insert.startsWith("[^");
    write(field, isMark ? end : start, end, insert);
    return;
  }
  const inner = value.slice(start, end) || empty;
  write(field, start, end, before + inner + after);
  const isLink = after.includes("https://") && start !== end;
  const from = isLink ? start + before.length + inner.length + "](".length : start + before.length;
  field.setSelectionRange(from, isLink ? from + "https://".length : from + inner.length);
}

/** The lowest number from the first free one on that the text has not used. */
function nextNumber(value, first) {
  let number = first;
  while (value.includes(`[^${number}]`)) number += 1;
  return number;
}

/** A mark behind the figure, and the line of its source at the end, chosen to be written over. */
function nameSource(field, { number, end, empty }) {
  write(field, end, end, `[^${number}]`);
  const line = `[^${number}]: `;
  const gap = field.value.endsWith("\n") ? "\n" : "\n\n";
  const at = field.value.length + gap.length + line.length;
  write(field, field.value.length, field.value.length, `${gap}${line}${empty}`);
  field.setSelectionRange(at, at + empty.length);
  field.scrollTop = field.scrollHeight;
}

/** Writes so that the browser can undo it, as it undoes what is typed. */
function write(field, start, end, text) {
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
