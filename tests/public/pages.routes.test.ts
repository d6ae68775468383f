import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { waitFor } from "../support/wait-for.ts";
import { openSite, type Site, slug } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe("The way in", () => {
  test.each([
    ["/", "/th/"],
    [`/c/${slug}`, `/th/c/${slug}`],
    [`/c/${slug}?source=qr`, `/th/c/${slug}?source=qr`],
    [`/c/${slug}?source=no%20source`, `/th/c/${slug}`],
    [`/c/${slug}/PH`, `/th/c/${slug}/ph`],
  ])("%s leads a Thai reader to %s", async (path, target) => {
    const reply = await site.get(path, { "accept-language": "th-TH,th;q=0.9,en;q=0.5" });
    expect(reply.statusCode).toBe(302);
    expect(reply.headers.location).toBe(target);
    expect(reply.headers.vary).toContain("Accept-Language");
  });

  test.each(locales)("the list and the campaign are there in %s", async (locale) => {
    for (const path of [`/${locale}/`, `/${locale}`, `/${locale}/c/${slug}`]) {
      const reply = await site.get(path);
      expect(reply.statusCode, path).toBe(200);
      expect(reply.headers["content-type"]).toBe("text/html; charset=utf-8");
    }
  });
});

describe("A petition", () => {
  test.each(["th", "TH", "Th"])("of a country is at %s, with the country chosen", async (country) => {
    const { body } = await site.get(`/en/c/${slug}/${country}`);
    expect(body).toContain('<input type="hidden" name="petition" value="th">');
    expect(body).toContain("<option value=TH selected>");
    expect(body).toContain(`<link rel="canonical" href="http://sheaf.example/en/c/${slug}/th">`);
  });

  test("of a country that has none is the international one, with the country chosen", async () => {
    const { body } = await site.get(`/en/c/${slug}/fr`);
    expect(body).toContain('<input type="hidden" name="petition" value="international">');
    expect(body).toContain("<option value=FR selected>");
  });

  test.each([
    `/en/c/${slug}/zz`,
    `/en/c/${slug}/abc`,
    "/en/c/nothing",
    "/en/c/%00",
    "/xx/",
    "/en/nothing",
    `/en/c/${"x".repeat(79)}`,
  ])("%s is a page that is not there", async (path) => {
    const reply = await site.get(path);
    expect(reply.statusCode).toBe(404);
    expect(reply.body).toContain("There is no such page");
    expect(reply.headers["cache-control"]).toBe("no-store");
  });

  test("of a draft is not there", async () => {
    await site.changeCampaign({ $set: { state: "draft" } });
    expect((await site.get(`/en/c/${slug}`)).statusCode).toBe(404);
    // The list is drawn a few times a second, however many ask.
    await waitFor("the list without it", async () => !(await site.get("/en/")).body.includes(slug));
    await site.changeCampaign({ $set: { state: "open" } });
  });
});

describe("Public pages", () => {
  test.each([`/en/`, `/en/c/${slug}`, "/en/privacy", "/en/how-we-count", "/en/accessibility", "/en/receipt"])(
    "%s may be kept for a while and is asked for again by its tag",
    async (path) => {
      const first = await site.get(path);
      expect(first.headers["cache-control"]).toMatch(/^public, max-age=\d+/);
      const again = await site.get(path, { "if-none-match": String(first.headers.etag) });
      expect(again.statusCode).toBe(304);
      expect(again.body).toBe("");
      expect((await site.get(path, { "if-none-match": '"other"' })).statusCode).toBe(200);
    },
  );

  test("carry the policy that lets them load nothing from elsewhere", async () => {
    const { headers } = await site.get(`/en/c/${slug}`);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).toContain("form-action 'self'");
    expect(headers["set-cookie"]).toBeUndefined();
  });

  test("refer to files that are there and may be kept for good", async () => {
    const { body } = await site.get(`/en/c/${slug}`);
    const files = [...body.matchAll(/(?:href|src)="(\/(?:web|c)\/[^"]+\?v=[^"]+)"/g)].map(
      ([, file = ""]) => file,
    );
    expect(files).toHaveLength(7);
    for (const file of files) {
      const reply = await site.get(file);
      expect(reply.statusCode, file).toBe(200);
      expect(reply.headers["cache-control"], file).toContain("immutable");
    }
  });

  test("wear the campaign's colours from a stylesheet", async () => {
    const reply = await site.get(`/c/${slug}/colours.css`);
    expect(reply.headers["content-type"]).toBe("text/css; charset=utf-8");
    expect(reply.body).toMatch(/^:root\{--band:#17365d;/);
    expect(reply.body).toContain("--map-4:#c9e0fb}}");
    expect((await site.get("/c/nothing/colours.css")).statusCode).toBe(404);
  });

  test("are not described as an interface for programs", async () => {
    const { paths } = (await site.get("/docs/json")).json();
    expect(Object.keys(paths).filter((path) => /^\/(\{locale|c\/|$)/.test(path))).toEqual([]);
  });
});
