import type { Page } from "playwright-core";

/** What is there for screen readers only, and the drawings inside pictures: no matter of what is seen. */
const unseen = ".unseen, .aside, .skip:not(:focus), svg *";

/** What reaches over the edges of the window, so that one would have to scroll sideways or could not read it. */
export async function findOverflow(page: Page): Promise<string[]> {
  const boxes = await page.evaluate(
    (skipped) =>
      [...document.body.querySelectorAll("*")]
        .filter((element) => !element.closest(skipped))
        .map((element) => {
          const { left, right } = element.getBoundingClientRect();
          return { what: `<${element.localName} class="${element.classList}">`, left, right };
        }),
    unseen,
  );
  const lines = await page.evaluate((skipped) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: typeof boxes = [];
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest(`${skipped}, option`)) continue;
      range.selectNodeContents(node);
      const what = `"${node.textContent?.trim().slice(0, 40)}"`;
      for (const { left, right } of range.getClientRects()) found.push({ what, left, right });
    }
    return found;
  }, unseen);
  const [width, scrolled] = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return [clientWidth, scrollWidth];
  });
  const outside = [...boxes, ...lines].filter(({ left, right }) => left < -1 || right > width + 1);
  const whole = scrolled > width ? [`the page is ${scrolled} wide in a window of ${width}`] : [];
  return [...whole, ...outside.map(({ what, left, right }) => `${what} goes from ${left} to ${right}`)];
}

/** Something that can be pressed, and how large it is in CSS pixels. */
type Target = { what: string; isLink: boolean; isInSentence: boolean; width: number; height: number };

/**
 * What can be pressed but is smaller than 24 px, or lower than 44 px if it is a button or a field. Links inside a sentence
 * are as high as its lines and exempt (WCAG 2.2, 2.5.8).
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

/** Bytes of the page with its stylesheets, scripts and pictures, before any compression; not what a script asks for. */
export function weigh(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [document_] = performance.getEntriesByType("navigation");
    const files = performance.getEntriesByType("resource");
    return [document_, ...files]
      .filter((entry) => entry instanceof PerformanceResourceTiming && entry.initiatorType !== "fetch")
      .reduce(
        (sum, entry) => sum + (entry instanceof PerformanceResourceTiming ? entry.decodedBodySize : 0),
        0,
      );
  });
}
