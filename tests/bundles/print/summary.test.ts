import { describe, expect, test } from "vitest";
import { drawDays } from "#campaigns/bundles/print/day-chart.ts";
import { printSummary } from "#campaigns/bundles/print/print-summary.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { hasPoppler, isAccessible, structureOfPdf, textOfPdf } from "../../support/pdf.ts";
import { mark, summaryOf } from "./samples.ts";

describe.skipIf(!hasPoppler)("the summary", () => {
  test("counts by country, petition, way and day, and keeps the terms of the total apart", async () => {
    const pdf = await printSummary(summaryOf("en"));
    const text = textOfPdf(pdf);
    for (const part of [
      "7,044,278 signatures",
      "United Nations Human Rights Council 6,308,389 89.6%",
      "Thailand 5,308,389 75.4%",
      "Other countries 12 0%",
      "Whoever has the mailbox confirmed it by pressing a button. 7,000,000 99.4%",
      "Entered from sheets of paper. The address was not checked by mail. 40,000 0.6%",
      "Each way is counted by itself; the total is their sum.",
      "Mon Tue Wed Thu Fri Sat Sun Week",
      "28 Sept 2026",
      "What they do not prove",
    ])
      expect(text).toContain(part);
    expect(text.indexOf("Thailand 5,308,389")).toBeLessThan(text.lastIndexOf("United Kingdom 735,889"));
  });

  test("names the bundle, the checkpoint of the log and the key", async () => {
    const text = textOfPdf(await printSummary(summaryOf("en")));
    for (const part of [
      mark.id,
      "sheaf.test/log/stop-sex-trafficking",
      "7,050,001",
      "cm9vdA==".repeat(5),
      `SHA-256 of signatures.csv ${mark.sha256}`,
      "fedcba9876543210".repeat(4),
    ])
      expect(text).toContain(part);
  });

  test("says that signatures are leaves of the log only where the bundle shows them", async () => {
    const proof =
      "No signer’s code occurs twice. • Every signature is a leaf of the log, whose checkpoint the site publishes.";
    expect(textOfPdf(await printSummary(summaryOf("en")))).toContain(proof);
    const totals = textOfPdf(await printSummary(summaryOf("en", { showsLeaves: false })));
    expect(totals).not.toContain("occurs twice");
    expect(totals).toContain("The files and texts are those that were signed for");
  });

  test("says what the campaign's own rule proves", async () => {
    const rule = { verification: "none", sharedMailbox: true } as const;
    const text = textOfPdf(await printSummary(summaryOf("en", { rule })));
    expect(text).toContain("the address was not checked.");
    expect(text).toContain("a second person counts from the same mailbox");
    expect(text).toContain("That the addresses exist");
  });

  test.each(locales)("is in %s, tagged, with words for map and chart", async (locale) => {
    const pdf = await printSummary(summaryOf(locale, { country: "TH", organisation: "ECPAT of Tests" }));
    expect(isAccessible(pdf)).toBe(true);
    expect(textOfPdf(pdf)).not.toContain("\ufffd");
    expect(structureOfPdf(pdf).match(/Figure/g)?.length).toBeGreaterThanOrEqual(2);
  });
});

test("the same summary gives the same bytes", async () => {
  const [one, other] = [await printSummary(summaryOf("th")), await printSummary(summaryOf("th"))];
  expect(one.equals(other)).toBe(true);
});

test("the chart has a bar for each day, also those without a signature, and joins days when there are many", () => {
  const short = drawDays(
    [
      { day: "2026-02-27", signatures: 3 },
      { day: "2026-03-02", signatures: 1 },
    ],
    "#123456",
  );
  expect(short.svg.match(/<rect/g)).toHaveLength(4);
  expect(short.daysInBar).toBe(1);
  expect(short.marks[0]).toEqual({ at: 0, day: "2026-02-27" });
  const long = drawDays(
    [
      { day: "2020-01-01", signatures: 3 },
      { day: "2026-03-02", signatures: 1 },
    ],
    "#123456",
  );
  expect(long.daysInBar).toBe(12);
  expect(long.svg.match(/<rect/g)?.length).toBeLessThanOrEqual(200);
});
