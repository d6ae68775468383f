import type { Page } from "playwright-core";

/** What is there for screen readers only, and the drawings inside pictures: no matter of what is seen. */
const unseen = ".unseen, .aside, .skip:not(:focus), svg *";

/** What reaches over the edges of the window, so that one would have to scroll sideways or could not read it. */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate((skipped) => {
    const { clientWidth: width, scrollWidth: scrolled } = document.documentElement;
    const found = scrolled > width ? [`the page is ${scrolled} wide in a window of ${width}`] : [];
    const check = ({ left, right }: DOMRect, name: () => string) => {
      if (left < -1 || right > width + 1) found.push(`${name()} goes from ${left} to ${right}`);
    };
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest(skipped)) continue;
      check(element.getBoundingClientRect(), () => `<${element.localName} class="${element.classList}">`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest(`${skipped}, option`)) continue;
      range.selectNodeContents(node);
      const words = node.textContent?.trim().slice(0, 40);
      for (const box of range.getClientRects()) check(box, () => `"${words}"`);
    }
    return found;
  }, unseen);
}

/** A piece of text with its colour and the one behind it, as "rgb(1, 2, 3)". */
type Paint = { what: string; ink: string; ground: string; isLarge: boolean };

/**
 * Text that stands out too little from what lies behind it: 4.5 to 1, and 3 to 1 when it is large (WCAG 2.2, 1.4.3).
 */
export async function findFaintText(page: Page): Promise<string[]> {
  const paints = await page.evaluate((skipped): Paint[] => {
    const isClear = (colour: string) => colour === "rgba(0, 0, 0, 0)";
    // A band may be drawn by a pseudo-element behind its element, and then colours it as if it were its own.
    const groundOf = (element: Element | null): string => {
      if (!element) return "rgb(255, 255, 255)";
      const own = getComputedStyle(element).backgroundColor;
      if (!isClear(own)) return own;
      const { content, backgroundColor, zIndex } = getComputedStyle(element, "::before");
      const isBand = content !== "none" && zIndex === "-1" && !isClear(backgroundColor);
      return isBand ? backgroundColor : groundOf(element.parentElement);
    };
    const hasText = (element: Element) =>
      element.matches("input, select") ||
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return [...document.body.querySelectorAll("*")]
      .filter(
        (element) => hasText(element) && element.checkVisibility() && !element.closest(`${skipped}, option`),
      )
      .map((element) => {
        const { color, fontSize, fontWeight } = getComputedStyle(element);
        const size = Number.parseFloat(fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
        return { what: element.outerHTML.slice(0, 80), ink: color, ground: groundOf(element), isLarge };
      });
  }, unseen);
  return paints
    .map(({ ink, ground, ...paint }) => ({ ...paint, ink, ground, ratio: contrast(ink, ground) }))
    .filter(({ ratio, isLarge }) => !(ratio >= (isLarge ? 3 : 4.5)))
    .map(({ what, ink, ground, ratio }) => `${what}: ${ink} on ${ground} is ${ratio.toFixed(2)} to 1`);
}

/** The contrast of two opaque colours; NaN for what is none, so that it never passes. */
function contrast(one: string, other: string): number {
  const [dark = Number.NaN, light = Number.NaN] = [luminance(one), luminance(other)].toSorted(
    (a, b) => a - b,
  );
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [, ...parts] = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour) ?? [];
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = parts.map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Something that can be pressed, and how large it is in CSS pixels. */
type Target = { what: string; isLink: boolean; isInSentence: boolean; width: number; height: number };

/**
 * What can be pressed but is smaller than 24 px, or lower than 44 px if it is a button or a field. Links inside a
 * sentence are as high as its lines and exempt (WCAG 2.2, 2.5.8).
 */
export async function findSmallTargets(page: Page): Promise<string[]> {
  const targets = await page.evaluate((skipped): Target[] => {
    const hasWords = (node: ChildNode) =>
      node.nodeType === Node.TEXT_NODE && /\p{L}/u.test(node.textContent ?? "");
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter((element) => element.checkVisibility() && !element.closest(`${skipped}, [type=hidden]`))
      .map((element) => {
        // Pressing the words beside a box ticks it: both are the target.
        const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
        const isInline = getComputedStyle(element).display === "inline";
        const around = [...(element.parentElement?.childNodes ?? [])];
        return {
          what: element.outerHTML.slice(0, 90),
          isLink: element.matches("a:not(.button)"),
          isInSentence: isInline && around.some(hasWords),
          width,
          height,
        };
      });
  }, unseen);
  return targets
    .filter(({ isInSentence }) => !isInSentence)
    .filter(({ isLink, width, height }) => width < 24 || height < (isLink ? 24 : 44))
    .map(({ what, width, height }) => `${what} is ${width.toFixed(1)} x ${height.toFixed(1)}`);
}

/** What moves or changes slowly. */
export function findMotion(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const lasts = (durations: string) => durations.split(",").some((each) => Number.parseFloat(each) > 0);
    return [...document.querySelectorAll("*")].flatMap((element) => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
      const moves = animationName !== "none" || lasts(transitionDuration) || scrollBehavior === "smooth";
      return moves ? [`<${element.localName} class="${element.getAttribute("class") ?? ""}">`] : [];
    });
  });
}

/** Bytes on the wire of the page with its stylesheets, scripts and pictures; not what a script asks for. */
export function weigh(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [document_] = performance.getEntriesByType("navigation");
    const files = performance.getEntriesByType("resource");
    return [document_, ...files]
      .filter((entry) => entry instanceof PerformanceResourceTiming && entry.initiatorType !== "fetch")
      .reduce(
        (sum, entry) => sum + (entry instanceof PerformanceResourceTiming ? entry.encodedBodySize : 0),
        0,
      );
  });
}
