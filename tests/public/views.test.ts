import { describe, expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { foldSmall } from "#campaigns/signing/tallies/read-public-totals.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { campaignPage, returnedFormPage } from "#server/public/campaign/campaign.view.ts";
import { emptyAnswers } from "#server/public/campaign/sign-form.ts";
import { linksPage } from "#server/public/links/links.view.ts";
import { everyPage, petitionOf, publicUrl, sampleCampaign, worldwideTotals } from "./sample-pages.ts";

const campaign = await sampleCampaign();
const now = new Date("2026-11-23T12:00:00Z");
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = ""]) => found);

describe.each(languages)("Every page in $name", ({ code, intl, direction }) => {
  const pages = [...everyPage(campaign, code)];

  test.each(pages)("%s keeps to the content security policy", (_, page) => {
    expect(page).not.toMatch(/<[^>]+\sstyle=/);
    expect(page).not.toMatch(/<style/);
    expect(page).not.toMatch(/<[^>]+\son[a-z]+=/);
    expect(page).not.toMatch(/javascript:/i);
    // Data for programs is no script.
    const scripts = page.replaceAll(/<script type="application\/ld\+json">[^<]*<\/script>/g, "");
    for (const script of all(scripts, /<script([^>]*)>/g))
      expect(script).toMatch(/src="\/web\/[a-z]+\.js\?v=/);
    expect(scripts).not.toMatch(/<script[^>]*>[^<]/);
  });

  test.each(pages)("%s loads only from its own host", (_, page) => {
    const loaded = all(
      page,
      /<(?:link rel="(?:stylesheet|icon)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]+)"/g,
    );
    expect(loaded.length).toBeGreaterThan(1);
    for (const address of loaded) expect(address).toMatch(/^\/[a-z]/);
    for (const action of all(page, /<form[^>]*action="([^"]+)"/g)) expect(action).toMatch(`/${code}/`);
  });

  test.each(pages)("%s says its language, has one heading of the first order and unique ids", (_, page) => {
    expect(page).toContain(`<html lang="${intl}" dir="${direction}">`);
    expect(all(page, /(<h1)/g)).toHaveLength(1);
    const ids = all(page, /\sid="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const target of all(page, /\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"/g))
      expect(ids).toContain(target);
    for (const target of all(page, /href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  test.each(pages)("%s shows nothing unfinished", (_, page) => {
    expect(page).not.toMatch(/undefined|\[object|NaN|\{\{|\}\}|\u{e000}/u);
    expect(page).not.toMatch(/>\s*(?:false|true|null)\s*</);
  });

  test.each(pages)("%s leads to itself in all six languages", (_, page) => {
    const menu = page.slice(page.indexOf('class="tongues"'), page.indexOf("</header>"));
    expect(all(menu, /hreflang="([^"]+)"/g)).toEqual(languages.map((language) => language.intl));
  });
});

test("A page that may be found names its address and its translations; the others stay out of search", () => {
  for (const [name, page] of everyPage(campaign, "fr")) {
    const isPublic = page.includes('rel="canonical"');
    expect(page.includes('content="noindex"'), name).toBe(!isPublic);
    if (isPublic) expect(all(page, /rel="alternate" hreflang="([^"]+)"/g), name).toHaveLength(7);
  }
  const page = everyPage(campaign, "fr").get("campaign");
  expect(page).toContain(`<link rel="canonical" href="${publicUrl}/fr/c/stop-sex-trafficking">`);
  expect(page).toContain('<meta property="og:title"');
});

test("The page that confirms says what will count above its button: name, country, office", () => {
  for (const { code } of languages) {
    const page = everyPage(campaign, code).get("confirm") ?? "";
    const [above = ""] = page.split(phrasebook(code).say("confirm.button"));
    expect(above).toMatch(/<p class="who"><strong><bdi>Ada Muster<\/bdi>/);
    expect(above).toMatch(/<p class="target">[^<]*<strong>[^<]+<\/strong>/);
  }
});

test("What people sent comes back escaped, wherever it stands", () => {
  const hostile = `"><script>alert(1)</script>'&`;
  const { petition } = petitionOf(campaign);
  const answers = { ...emptyAnswers(hostile, undefined), name: hostile, email: hostile, postcode: hostile };
  const form = returnedFormPage(
    phrasebook("en"),
    { campaign: { ...campaign, asksPostcode: true }, petition, answers, now },
    { kind: "refused", problems: [{ field: "name", code: "not-a-name" }] },
  );
  const links = linksPage(phrasebook("en"), campaign, {
    email: hostile,
    problems: [{ field: "email", code: "not-an-address" }],
  });
  for (const page of [form, links]) {
    expect(page).not.toContain("<script>alert");
    expect(page).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;");
  }
});

test("A form with problems keeps every answer, ticks too, and says what to do in the title, on top and at the field", () => {
  const { petition } = petitionOf(campaign);
  const answers = {
    ...emptyAnswers("TH", "mail"),
    name: "Ada Muster",
    email: "ada",
    updates: true,
  };
  const page = returnedFormPage(
    phrasebook("en"),
    { campaign, petition, answers, now },
    { kind: "refused", problems: [{ field: "email", code: "not-an-address" }] },
  );
  expect(page).toContain("<title>Error: One answer needs another look · Sheaf</title>");
  expect(page).toMatch(/role="alert" tabindex="-1" autofocus/);
  expect(page).toContain('<a href="#email">Enter an e-mail address like name@example.org</a>');
  expect(page).toMatch(
    /<input id="email"[^>]*value="ada" aria-invalid="true" aria-describedby="email-error">/,
  );
  expect(page).toContain('value="Ada Muster"');
  expect(page).toContain("<option value=TH selected>");
  expect(all(page, /(<input type="checkbox"[^>]* checked>)/g)).toHaveLength(1);
  expect(page).toContain('<input type="hidden" name="source" value="mail">');
});

test("No consent is ticked for anybody, and the postcode is asked for only where it is needed", () => {
  const page = everyPage(campaign, "en").get("campaign") ?? "";
  expect(page).not.toMatch(/<input[^>]* checked/);
  expect(page).not.toContain('name="postcode"');
  const asking = everyPage(campaign, "en").get("form-problems") ?? "";
  expect(asking).toMatch(/<input id="postcode" name="postcode"(?![^>]*required)/);
  expect(asking).toContain('<label for="postcode">Postcode, if your country has one</label>');
  expect(asking).toMatch(/data-no-postcode="[^"]*AE [^"]*HK [^"]*QA /);
  expect(asking).toContain("/web/postcode.js?v=");
});

test("The page says when signing closes, with time and zone, and that earlier signatures can still be confirmed", () => {
  const closesAt = new Date("2026-11-30T17:00:00Z");
  const closing = { ...campaign, timeZone: "Asia/Bangkok", closesAt };
  const answers = emptyAnswers("", undefined);
  const view = {
    campaign: closing,
    petition: petitionOf(campaign).petition,
    answers,
    publicUrl: "https://x.test",
    now,
  };
  const totals = { total: 1, byCountry: {}, goal: 10, conflict: null };
  for (const state of ["open", "closed"] as const) {
    const page = campaignPage(phrasebook("en"), {
      ...view,
      totals: { ...worldwideTotals(), ...totals },
      signing: { state },
    });
    expect(page).toMatch(/30 November 2026(,| at) 23:59 \(Indochina Time\)/);
    expect(page).toContain("has 14 days to confirm by e-mail");
  }
});

test("The words that are signed stand on the page with version and fingerprint", () => {
  const { version } = petitionOf(campaign);
  const page = everyPage(campaign, "th").get("campaign") ?? "";
  expect(page).toContain(`<code dir="ltr">${version.texts.th?.sha256}</code>`);
  const firstLine = version.texts.th?.text.split("\n")[0] ?? "";
  expect(page).toContain(firstLine);
});

test("Every mark of a source leads to a source", () => {
  const page = everyPage(campaign, "ar").get("campaign") ?? "";
  const marks = all(page, /class="mark" href="#(source-\d+)"/g);
  expect(marks.length).toBeGreaterThan(5);
  for (const mark of marks) expect(page).toContain(`<li id="${mark}">`);
});

test("A campaign that takes no signatures says so and has no form", () => {
  for (const name of ["campaign-closed", "campaign-not-yet"]) {
    const page = everyPage(campaign, "es").get(name) ?? "";
    expect(page, name).not.toContain("<form");
  }
});

test("Ten countries are listed with bars, the others are one line, and all of them stand on the page for the press", () => {
  const page = everyPage(campaign, "en").get("campaign") ?? "";
  const countries = Object.keys(worldwideTotals().byCountry).length;
  expect(page).toContain(`${countries - 10} other countries`);
  expect(page).toContain('href="/en/c/stop-sex-trafficking/numbers"');
  const [, table = ""] = (everyPage(campaign, "en").get("numbers") ?? "").split('id="by-country"');
  expect(all(table.split("<tfoot>")[0] ?? "", /(<tr><th scope="row">)/g)).toHaveLength(countries);
});

test("Countries with few signatures are one row, said why; a way that nobody signed by is not named", () => {
  const { petition } = petitionOf(campaign);
  const byCountry = foldSmall({ GB: 4_000, TH: 12, KE: 9, FJ: 1 });
  const totals = {
    ...worldwideTotals(),
    total: 4_022,
    byCountry,
    byChannel: { web: 4_022, paper: 0, import: 0 },
  };
  const view = { campaign, petition, totals, answers: emptyAnswers("", undefined), publicUrl, now };
  const page = campaignPage(phrasebook("en"), { ...view, signing: { state: "open" } });
  const [, figures = ""] = page.split('id="by-country"');
  expect(figures).toContain('<tr><th scope="row">Other countries</th><td></td><td>10</td></tr>');
  expect(figures).toContain("fewer than ten signatures are counted together");
  for (const hidden of ["Kenya", "Fiji", "paper", ">none yet"])
    expect(figures.split("</section>")[0]).not.toContain(hidden);
});
