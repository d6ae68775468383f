import type { Locator, Page } from "playwright-core";

/**
 * What a person needs for it, in seconds: the operators of the keystroke-level model (Card, Moran and Newell, 1983),
 * for somebody who types without training; words are read at 240 a minute.
 */
const seconds = {
  ...{ key: 0.28, think: 1.35, point: 1.1, press: 0.2, toMouse: 0.4 },
  ...{ word: 0.25, thinkUpWord: 1, answer: 1 },
};

/** Tabs after which somebody would have reached for the mouse. */
const mostTabs = 12;

/** A person at a page: counts what she clicks, and how long she would think, read and type. */
export type Hand = {
  clicks: number;
  /** Computed, not waited: the machine's own time comes on top. */
  seconds: number;
};

/** Nobody has done anything yet. */
export function restingHand(): Hand {
  return { clicks: 0, seconds: 0 };
}

/** Somebody aims at something and presses it. */
async function click(hand: Hand, what: Locator): Promise<void> {
  await what.click();
  hand.clicks += 1;
  hand.seconds += seconds.think + seconds.toMouse + seconds.point + seconds.press;
}

/** Somebody sends what she filled in by Enter, from the last field. */
export async function pressEnter(hand: Hand, page: Page): Promise<void> {
  await page.keyboard.press("Enter");
  hand.seconds += seconds.key + seconds.answer;
}

/** Somebody clicks what brings another page, and waits for it. */
export async function follow(hand: Hand, what: Locator): Promise<void> {
  await click(hand, what);
  hand.seconds += seconds.answer;
}

/** Somebody looks into the mailbox, opens a mail, reads it as far as its link and follows that: two clicks. */
export function readMail(hand: Hand, text: string, link: string): void {
  const words = text.slice(0, text.indexOf(link)).split(/\s+/).length;
  hand.clicks += 2;
  hand.seconds += 2 * (seconds.think + seconds.point + seconds.press + seconds.answer) + words * seconds.word;
}

/** Somebody chooses from a list: it opens by a click, and another one takes what is wanted. */
export async function choose(hand: Hand, list: Locator, value: string): Promise<void> {
  await list.selectOption(value);
  hand.clicks += 2;
  hand.seconds += 2 * (seconds.think + seconds.point + seconds.press);
}

/** Somebody reads what a part of a page shows without scrolling, the first time that she sees it. */
export async function look(hand: Hand, page: Page, part = "main"): Promise<void> {
  const words = await page.evaluate((selector) => {
    const walker = document.createTreeWalker(
      document.querySelector(selector) ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    const range = document.createRange();
    let count = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      const isSeen =
        box.height > 0 && box.top < innerHeight && !node.parentElement?.closest("option, .unseen");
      if (isSeen) count += node.textContent?.trim().split(/\s+/).filter(Boolean).length ?? 0;
    }
    return count;
  }, part);
  hand.seconds += words * seconds.word;
}

/**
 * Somebody fills in fields from the top: she clicks into the first, and goes on by Tab. What is hers to say is thought
 * up word by word.
 */
export async function write(
  hand: Hand,
  page: Page,
  fields: readonly { at: Locator; text: string; isKnown?: boolean; isPasted?: boolean }[],
): Promise<void> {
  for (const [index, { at, text, isKnown, isPasted }] of fields.entries()) {
    if (index === 0) await click(hand, at);
    else await tabTo(hand, page, at);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(text);
    hand.seconds += seconds.think + (isPasted ? 2 : text.length) * seconds.key;
    if (!isKnown) hand.seconds += text.split(/\s+/).length * seconds.thinkUpWord;
  }
}

async function tabTo(hand: Hand, page: Page, at: Locator): Promise<void> {
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    await page.keyboard.press("Tab");
    hand.seconds += seconds.key;
    if (await at.evaluate((element) => element === document.activeElement)) return;
  }
  await click(hand, at);
}
