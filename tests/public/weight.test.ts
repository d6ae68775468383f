import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { coloursStylesheet } from "#server/page/colours.ts";
import { everyPage, sampleCampaign } from "./sample-pages.ts";

const campaign = await sampleCampaign();

/** The bytes of a page with every file of ours that it loads. */
function weigh(page: string): number {
  const files = [...page.matchAll(/(?:href|src)="\/web\/([a-z.]+)\?v=/g)].map(([, name = ""]) => name);
  const loaded = files.map((name) => readFileSync(new URL(`../../web/${name}`, import.meta.url)).length);
  const colours = page.includes("/colours.css?v=") ? coloursStylesheet(campaign).length : 0;
  return loaded.reduce((sum, size) => sum + size, Buffer.byteLength(page) + colours);
}

test.each(languages)(
  "No page in $name weighs more than 100 KB with styles and scripts, uncompressed, signed in every country",
  ({ code }) => {
    for (const [name, page] of everyPage(campaign, code)) {
      expect(weigh(page), name).toBeGreaterThan(20_000);
      expect(weigh(page), name).toBeLessThan(100_000);
    }
  },
);
