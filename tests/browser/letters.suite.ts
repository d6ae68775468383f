import { expect, test } from "vitest";
import { campaignPath } from "./at-the-form.ts";
import { bringAxe, findBarriers } from "./axe.ts";
import { findFaintText, findOverflow } from "./page-checks.ts";
import { newSigner, stage, visit } from "./stage.ts";

/** A letter is shown as a part of a mail program's page, whose business these are. */
const ruledByTheMailProgram = ["landmark-one-main", "region"];

/** Has every letter sent that a signer can get at once, in the order of their sending. */
async function everyLetter(locale: "en" | "ar") {
  const { client } = stage();
  const signer = { ...newSigner("letters"), locale, updates: true };
  const before = await client.total();
  await client.signAndConfirm(signer);
  await client.letterTo(signer.email, 2);
  await client.press(`${client.site}${campaignPath(locale)}/links`, { email: signer.email });
  await client.letterTo(signer.email, 3);
  await client.waitForTotal(before + 1);
  return (await client.lettersTo(signer.email)).toReversed();
}

/** Claims about how letters read in a mail program that shows HTML. */
export function lettersSuite(): void {
  test.each(["en", "ar"] as const)(
    "letters in %s: axe finds nothing, nothing is cut off, nothing is fetched",
    async (locale) => {
      const { page } = await visit();
      await bringAxe(page);
      await page.goto("about:blank");
      const found: string[] = [];
      for (const { subject, html } of await everyLetter(locale)) {
        expect(html).not.toMatch(/<img|url\(|<link|@import/i);
        await page.setContent(html);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          for (const width of [640, 320]) {
            await page.setViewportSize({ width, height: 900 });
            const one = await Promise.all([
              findBarriers(page, ruledByTheMailProgram),
              findOverflow(page),
              findFaintText(page),
            ]);
            found.push(...one.flat().map((each) => `${subject}, ${colorScheme}, ${width}: ${each}`));
          }
        }
      }
      expect(found).toEqual([]);
    },
  );
}
