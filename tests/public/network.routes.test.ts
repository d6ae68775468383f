import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { loadNetwork } from "#campaigns/organisations/load-network.ts";
import { openSite, type Site, slug } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
  await loadNetwork(site.deps, fileURLToPath(new URL("../../campaigns/catalogue/network", import.meta.url)));
});
afterAll(() => site.close());

const page = async (path: string) => (await site.get(path)).body;
const namesOn = (body: string) =>
  [...body.matchAll(/<p><a href="[^"]+"><bdi>([^<]+)<\/bdi>/g)].map(([, name]) => name);

const everybody = [
  "ECPAT Philippines",
  "ECPAT Sweden",
  "ECPAT UK",
  "ECPAT-Cebu",
  "ECPAT-USA",
  "ECPAT International",
];

test("The network lists its organisations by country, with a map, and its figures carry sources", async () => {
  const body = await page("/en/network");
  expect(namesOn(body).sort()).toEqual(everybody.toSorted());
  const countries = [...body.matchAll(/<dt>([^<]+)<\/dt>/g)].map(([, name]) => name);
  expect(countries).toEqual(["Philippines", "Sweden", "Thailand", "United Kingdom", "United States"]);
  expect(body).toContain("122 member organisations in 104 countries.");
  expect(body).toMatch(/104 countries\.<a class="mark" href="#source-2"/);
  expect(body).toContain('<li id="source-2">');
  expect(body).toContain('role="img" aria-label="World map of dots');
});

describe("A search, without any script,", () => {
  test.each([
    ["/en/network?q=cebu", ["ECPAT-Cebu"]],
    ["/en/network?q=BANGKOK", ["ECPAT International"]],
    ["/en/network?q=ecpat+philippines", ["ECPAT Philippines", "ECPAT-Cebu"]],
    ["/fr/network?q=suede", ["ECPAT Sweden"]],
    ["/ar/network?q=%D8%A7%D9%84%D8%B3%D9%88%D9%8A%D8%AF", ["ECPAT Sweden"]],
    ["/th/network?q=thailand", ["ECPAT International"]],
    ["/en/network?q=", everybody],
  ])("%s finds what it should", async (path, expected) => {
    expect(namesOn(await page(path)).sort()).toEqual(expected.toSorted());
  });

  test("says what it did not find, as text, and is kept out of search engines", async () => {
    const body = await page(`/en/network?q=${encodeURIComponent("<script>alert(1)</script>")}`);
    expect(body).toContain("No organisation here matches “<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>”");
    expect(body).not.toContain("<script>alert");
    expect(body).toContain('<meta name="robots" content="noindex">');
  });

  test("is answered with 400 when nobody can have typed it", async () => {
    expect((await site.get(`/en/network?q=${"x".repeat(201)}`)).statusCode).toBe(400);
  });
});

describe("An organisation's page", () => {
  test("says what the organisation is, where it works, which petitions it owns, and by which sources", async () => {
    const body = await page("/en/network/ecpat-philippines");
    expect(body).toContain("<h1>ECPAT Philippines</h1>");
    expect(body).toContain("Member organisation");
    expect(body).toContain(`href="/en/c/${slug}/ph"`);
    expect(body).not.toContain(`href="/en/c/${slug}/th"`);
    expect(body).toContain('href="/en/network/ecpat-cebu"');
    expect(body).toContain('<li id="source-1">');
    expect(await page("/en/network/ecpat-cebu")).toContain("Branch of <bdi>ECPAT Philippines</bdi>");
  });

  test("shows no draft's petitions", async () => {
    await site.changeCampaign({ state: "draft" });
    expect(await page("/en/network/ecpat-philippines")).not.toContain(`/c/${slug}/ph`);
    await site.changeCampaign({ state: "open" });
  });

  test("shows stored script as text, and leads to no address that is not https", async () => {
    const script = "<script>alert(1)</script>";
    await site.deps.database.organisations.updateOne(
      { _id: "ecpat-uk" },
      { name: `UK ${script}`, address: script, about: { en: [script] } },
    );
    forgetOrganisations(site.deps);
    for (const path of ["/en/network", "/en/network/ecpat-uk"])
      expect(await page(path)).not.toContain(script);
    expect(await page("/en/network/ecpat-uk")).toContain("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
  });

  test("that has left the network says so and is off the list; one there never was is 404", async () => {
    await site.deps.database.organisations.updateOne(
      { _id: "ecpat-sweden" },
      { endedAt: new Date("2026-11-01") },
    );
    forgetOrganisations(site.deps);
    expect(await page("/en/network/ecpat-sweden")).toContain("since 1 November 2026");
    expect(namesOn(await page("/en/network"))).not.toContain("ECPAT Sweden");
    expect((await site.get("/en/network/nobody")).statusCode).toBe(404);
    expect((await site.get("/en/network/..%2f..%2fetc")).statusCode).toBe(404);
  });
});

test("Every page leads to the network, in its language", async () => {
  const body = await page(`/ar/c/${slug}`);
  expect(body.match(/href="\/ar\/network"/g)).toHaveLength(2);
});
