import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cardSize, drawCard } from "#campaigns/petitions/posters/draw-card.ts";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { forgetTotals } from "#campaigns/signing/tallies/read-totals.ts";
import { openSite, type Site, slug } from "./open-site.ts";
import { everyPage, publicUrl, sampleCampaign } from "./sample-pages.ts";

const campaign = await sampleCampaign();

let site: Site;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** What a property of Open Graph says, each time it stands there. */
function said(page: string, property: string): string[] {
  return [...page.matchAll(new RegExp(`property="og:${property}" content="([^"]*)"`, "g"))].map(
    ([, content = ""]) => content,
  );
}

async function setTotals(total: number, byPetition: Record<string, number>): Promise<void> {
  const { ordinal } = await site.deps.database.campaigns.findById(slug).orFail();
  const set = {
    total,
    byPetition,
    byCountry: { PH: total },
    byChannel: { web: total },
    asOf: new Date("2026-11-30"),
  };
  await site.deps.database.totals.updateOne({ _id: ordinal }, { $set: set }, { upsert: true });
  forgetTotals(site.deps, ordinal);
}

describe.each(languages)("A link to a petition in $name", ({ code, intl }) => {
  const page = everyPage(campaign, code).get("campaign-of-a-member") ?? "";

  test("shows a large picture of this petition in this language, with words for who can't see it", () => {
    const [picture = ""] = said(page, "image");
    expect(picture).toMatch(
      new RegExp(`^${publicUrl}/${code}/c/${campaign.slug}/card/gb\\.png\\?day=2026-11-23$`),
    );
    expect([said(page, "image:width"), said(page, "image:height")]).toEqual([["1200"], ["630"]]);
    expect(said(page, "image:alt")[0]?.length).toBeGreaterThan(40);
    expect(page).toContain('name="twitter:card" content="summary_large_image"');
  });

  test("names its language with a country, the others, and a page for everybody else", () => {
    expect(said(page, "locale")[0]).toMatch(/^[a-z]{2}_[A-Z]{2}$/);
    expect(said(page, "locale:alternate")).toHaveLength(languages.length - 1);
    expect(page).toContain(`hreflang="x-default" href="${publicUrl}/c/${campaign.slug}/gb"`);
  });

  test("tells programs who publishes it and how many have signed, in data that no text can end", () => {
    const [, json = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(page) ?? [];
    const data = JSON.parse(json);
    expect(data).toMatchObject({ "@context": "https://schema.org", "@type": "WebPage", inLanguage: intl });
    expect(data.publisher).toMatchObject({ "@type": "Organization" });
    expect(data.interactionStatistic.userInteractionCount).toBeGreaterThan(10);
    expect(json).not.toContain("<");
  });
});

test("Small totals are told to no program", () => {
  expect(everyPage(campaign, "en").get("campaign-empty")).not.toContain("userInteractionCount");
});

test("The longest texts fit on a card, and nothing in them is markup", async () => {
  const long = "ปกป้องเด็กทุกคน ".repeat(10);
  const texts = { name: "#panic() ".repeat(17), headline: long, target: "$x$ *bold* [^1]".repeat(9) };
  const colours = { band: "#17365d", onBand: "#ffffff", onBandSoft: "#d3e0f0", stalk: "#f6b26b" };
  const count = { figure: "123,456,789", words: "คนได้ลงชื่อในคำร้องนี้แล้ว", day: "30 พฤศจิกายน 2569" };
  const card = await drawCard({ lang: "th", direction: "ltr", ...texts, ...colours, ...count });
  expect(await sharp(card).metadata()).toMatchObject({ format: "png", ...cardSize });
});

describe("The card of a petition", () => {
  const cardOf = async (locale: string, petition: string) => {
    const reply = await site.get(`/${locale}/c/${slug}/card/${petition}.png?day=2026-11-30`);
    expect(reply.statusCode, `${locale} ${petition}`).toBe(200);
    return reply;
  };

  test("is a picture that others may show and keep for minutes, different in each language and for each petition", async () => {
    await setTotals(40, { international: 30, th: 10 });
    const cards = [
      await cardOf("en", "international"),
      await cardOf("ar", "international"),
      await cardOf("en", "th"),
    ];
    for (const { headers, rawPayload } of cards) {
      expect(headers["content-type"]).toBe("image/png");
      expect(headers["cross-origin-resource-policy"]).toBe("cross-origin");
      expect(headers["cache-control"]).toMatch(/^public, max-age=600/);
      expect(await sharp(rawPayload).metadata()).toMatchObject(cardSize);
      expect(rawPayload.length).toBeLessThan(80_000);
    }
    expect(new Set(cards.map(({ rawPayload }) => rawPayload.toString("base64"))).size).toBe(3);
  });

  test("is not there for a petition that is not", async () => {
    expect((await site.get(`/en/c/${slug}/card/nowhere.png`)).statusCode).toBe(404);
    expect((await site.get("/en/c/nothing/card/international.png")).statusCode).toBe(404);
  });

  test("is Sheaf's own while too many are being drawn", async () => {
    const asked = ["en", "fr", "es", "th", "ar", "tl"].map((locale) =>
      site.get(`/${locale}/c/${slug}/card/ph.png`),
    );
    const replies = await Promise.all(asked);
    expect(replies.filter(({ statusCode }) => statusCode === 200)).toHaveLength(3);
    const others = replies.filter(({ statusCode }) => statusCode === 302);
    expect(others.map(({ headers }) => headers["cache-control"])).toEqual([
      "no-store",
      "no-store",
      "no-store",
    ]);
    expect((await site.get(String(others[0]?.headers.location))).headers["content-type"]).toBe("image/png");
  });
});

describe("Programs find", () => {
  test("a map of every page in every language", async () => {
    const { body, headers } = await site.get("/sitemap.xml");
    expect(headers["content-type"]).toContain("application/xml");
    const pages = [...body.matchAll(/<loc>http:\/\/sheaf\.example([^<]*)<\/loc>/g)].map(
      ([, path = ""]) => path,
    );
    for (const path of [
      "/en/",
      `/th/c/${slug}`,
      `/ar/c/${slug}/th`,
      `/fr/c/${slug}/numbers`,
      "/tl/privacy",
      "/es/network",
    ])
      expect(pages).toContain(path);
    for (const path of pages.filter((each) => each.startsWith("/en/"))) {
      const reply = await site.get(path);
      expect([path, reply.statusCode, reply.body.includes('rel="canonical"')]).toEqual([path, 200, true]);
    }
    expect(body.match(/hreflang="fil"/g)).toHaveLength(pages.length);
  });

  test("where the map is, and what to leave alone", async () => {
    const { body } = await site.get("/robots.txt");
    expect(body).toContain("Sitemap: http://sheaf.example/sitemap.xml\n");
    expect(body).toContain("Disallow: /organiser\n");
    expect(body).not.toMatch(/^Disallow: \/$/m);
  });

  test("an icon under the names that they ask for", async () => {
    const { headers } = await site.get("/favicon.ico");
    const icon = await site.get(String(headers.location));
    expect(await sharp(icon.rawPayload).metadata()).toMatchObject({ format: "png", width: 180, height: 180 });
  });
});
