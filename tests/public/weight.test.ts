import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { coloursStylesheet } from "#server/page/colours.ts";
import { encodeText } from "#server/plugins/encode-text.ts";
import { everyPage, sampleCampaign } from "./sample-pages.ts";

const campaign = await sampleCampaign();
const colours = (await encodeText(coloursStylesheet(campaign), "gzip", "quick")).length;

/** The bytes on the wire of a page with every file of ours that it loads, in the worse of the two encodings. */
async function weigh(page: string): Promise<number> {
  const names = [...page.matchAll(/(?:href|src)="\/web\/([a-z.]+)\?v=/g)].map(([, name = ""]) => name);
  const files = await Promise.all(
    names.map((name) =>
      encodeText(readFileSync(new URL(`../../web/${name}`, import.meta.url)), "gzip", "utmost"),
    ),
  );
  // Only what is the same for everybody is compressed: pages that may be found have an address of record.
  const isPublic = page.includes('rel="canonical"');
  const text = isPublic ? await encodeText(page, "gzip", "quick") : Buffer.from(page);
  const dress = page.includes("/colours.css?v=") ? colours : 0;
  return files.reduce((sum, { length }) => sum + length, text.length + dress);
}

test.each(languages)(
  "No page in $name weighs more than 40 KB on the wire with styles and scripts, signed in every country; one that belongs to somebody 75 KB",
  async ({ code }) => {
    for (const [name, page] of everyPage(campaign, code)) {
      const most = page.includes('rel="canonical"') ? 40_000 : 75_000;
      const weight = await weigh(page);
      expect(weight, name).toBeGreaterThan(5_000);
      expect(weight, name).toBeLessThan(most);
    }
  },
);
