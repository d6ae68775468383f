import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { forgetTotals } from "#campaigns/signing/tallies/read-totals.ts";
import { openSite, type Site, slug } from "./open-site.ts";

let site: Site;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

async function setTotals(
  total: number,
  byPetition: Record<string, number>,
  byCountry: Record<string, number>,
): Promise<void> {
  const { ordinal } = await site.deps.database.campaigns.findById(slug).orFail();
  const set = {
    total,
    byPetition,
    byCountry,
    byChannel: { web: total },
    asOf: new Date("2026-11-30T09:30:00Z"),
  };
  await site.deps.database.totals.updateOne({ _id: ordinal }, { $set: set }, { upsert: true });
  forgetTotals(site.deps, ordinal);
}

const path = (locale: string) => `/${locale}/c/${slug}/numbers`;

test("figures under ten are told to nobody", async () => {
  await setTotals(9, { international: 9 }, { PH: 9 });
  const { body } = await site.get(path("en"));
  expect(body).toContain("Fewer than ten people have signed so far");
  expect(body).not.toContain("<table");
  expect((await site.get(`${path("en")}.csv`)).body.trim().split("\r\n")).toHaveLength(1);
});

test("the page tells totals by petition and country, when they were so, how they are counted, and a line to cite", async () => {
  await setTotals(1_234, { international: 1_200, th: 30, ph: 4 }, { PH: 1_200, TH: 25, KE: 5, FJ: 4 });
  const { body, headers } = await site.get(path("en"));
  expect(headers["cache-control"]).toMatch(/^public/);
  expect(body).toContain("1,234 people have signed");
  expect(body).toContain('<time datetime="2026-11-30T09:30:00.000Z">');
  // One petition is small: the next smallest joins it.
  expect(body).toContain('<tr><th scope="row">Other petitions</th><td>34</td></tr>');
  expect(body).toContain('<tr><th scope="row">Thailand</th><td>25</td></tr>');
  expect(body).toContain('<tr><th scope="row">Other countries</th><td>9</td></tr>');
  for (const hidden of ["Kenya", "Fiji"]) expect(body).not.toContain(hidden);
  expect(body).toContain("How signatures are counted and checked");
  expect(body).toMatch(
    /1,234 signatures as of 30 November 2026 .*\(UTC\), .*http:\/\/sheaf\.example\/en\/c\/small-campaign\/numbers/,
  );
});

test("the file has the same figures, every part adding up to the total, under codes that are the same in every language", async () => {
  const files = await Promise.all(languages.map(({ code }) => site.get(`${path(code)}.csv`)));
  const codes = files.map(({ body }) => {
    const rows: string[][] = parse(body, { bom: true, from: 2 });
    const sum = (what: string) =>
      rows.filter(([, by]) => by === what).reduce((all, [, , , , count]) => all + Number(count), 0);
    expect([sum("total"), sum("petition"), sum("country")]).toEqual([1_234, 1_234, 1_234]);
    return rows.map(([at, by, code]) => [at, by, code].join());
  });
  expect(new Set(codes.map((each) => each.join("\n"))).size).toBe(1);
  expect(files[0]?.headers["content-disposition"]).toContain("small-campaign-numbers.csv");
  expect(files[0]?.headers["content-type"]).toBe("text/csv; charset=utf-8");
});

test("the page is there in every language", async () => {
  for (const { code, direction } of languages) {
    const { statusCode, body } = await site.get(path(code));
    expect(statusCode).toBe(200);
    expect(body).toContain(`dir="${direction}"`);
  }
});
