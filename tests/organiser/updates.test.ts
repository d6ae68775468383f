import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { consoleBook } from "#server/organiser/frame/console-book.ts";
import { measurePart } from "#server/organiser/updates/audience.view.ts";
import { toText } from "#server/page/html.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let campaign: Campaign;
let writer: ConsoleClient;
let second: ConsoleClient;
let list: string;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
  writer = await signInAs(site, "organiser");
  second = await signInAs(site, "secretariat");
  list = `/organiser/c/${campaign.slug}/updates`;
});
afterAll(() => site.close());

const english = { locale: "en", subject: "Thank you", body: "Dear {{name|friend}},\n\nit *works*." };

/** Begins a draft and gives its address. */
async function begin(client = writer): Promise<string> {
  const form = { organisation: "ecpat-international", template: "blank" };
  const { headers } = await client.post(`${list}/new`, form);
  return String(headers.location).split("?")[0] ?? "";
}

/** Reads the revision that the form of a page was made from. */
async function seenAt(path: string, client = writer): Promise<string> {
  return /name="seenAt" value="([^"]+)"/.exec((await client.get(path)).body)?.[1] ?? "";
}

async function save(
  path: string,
  form: Record<string, string | string[]> = {},
  seen?: string,
  client = writer,
) {
  const usual = { ...english, fallback: "en", next: "save" };
  return client.post(path, { ...usual, seenAt: seen ?? (await seenAt(path, client)), ...form });
}

/** Puts everybody who signed on the roll, as the workers would. */
async function work(): Promise<void> {
  const received = await site.deps.database.sheets.find({ state: "received" }).toArray();
  for (const { _id } of received) await processSheet(site.deps, _id);
}

const stored = async (path: string) => {
  const id = path.split("/").at(-1);
  const all = await site.deps.database.updates.find({ campaign: campaign.slug }).lean();
  return all.find(({ _id }) => _id.toHexString() === id);
};

test("a text is saved, previewed as others would see it, and translated beside the first one", async () => {
  const path = await begin();
  const saved = await save(path, { next: "text-fr" });
  expect(saved.statusCode).toBe(303);
  const french = await writer.get(String(saved.headers.location));
  expect(french.body).toContain('name="locale" value="fr"');
  expect(french.body).toContain("Dear {{name|friend}},");
  await save(path, { locale: "fr", subject: "Merci", body: "Merci !" });
  expect((await stored(path))?.texts).toMatchObject({
    en: { subject: "Thank you" },
    fr: { subject: "Merci", body: "Merci !" },
  });
  const preview = (asked: string) => writer.get(`${path}/preview?locale=en&${asked}`);
  const named = await preview("viewer=test&part=html");
  expect(named.body).toContain("Maria");
  expect(named.headers["content-security-policy"]).toContain("sandbox");
  expect((await preview("viewer=nameless&part=html")).body).toContain("friend");
  expect((await preview("viewer=test&part=text")).body).toMatch(/<pre[^>]*>Thank you\n\nDear/);
});

test("a text that is only begun has a preview too: what stands around every mail", async () => {
  const path = await begin();
  await save(path, { body: "" });
  expect((await writer.get(`${path}/preview?locale=en&viewer=test&part=html`)).body).toContain(
    "/unsubscribe/",
  );
});

test("a supporter who is drawn for the preview stays unknown", async () => {
  await site.sign(campaign.slug, "rosa", { consent: { updates: true }, name: "Rosa Okoro" });
  await work();
  const path = await begin();
  await save(path, { body: "Dear {{name}} of {{country}}" });
  const drawn = await writer.get(`${path}/preview?locale=en&viewer=drawn&part=html`);
  expect(drawn.body).toContain("•••••");
  expect(drawn.body).not.toMatch(/Rosa|Okoro|rosa@/);
});

test("two who write at once: the second is told, sees both texts, and loses nothing", async () => {
  const path = await begin();
  const seen = await seenAt(path);
  await save(path, { body: "From the first" }, seen);
  const late = await save(path, { body: "From the second" }, seen, second);
  expect(late.statusCode).toBe(409);
  expect(late.body).toContain("From the first");
  expect(late.body).toMatch(/<textarea[^>]*>\s*From the second/);
  expect((await stored(path))?.texts.en?.body).toBe("From the first");
  const now = /name="seenAt" value="([^"]+)"/.exec(late.body)?.[1];
  expect((await save(path, { body: "From the second" }, now, second)).statusCode).toBe(303);
});

test.each<[string, { subject?: string; body?: string }, string]>([
  ["a second header in the subject", { subject: "Hello\r\nBcc: all@example.org" }, "single line"],
  ["a body of one megabyte", { body: "x".repeat(1_000_000) }, "50,000 characters"],
  ["a merge field that does not exist", { body: "{{email}}" }, "does not exist"],
  ["a picture from elsewhere", { body: "![x](https://elsewhere.example/x.png)" }, "have to be stored here"],
])("%s is refused with a sentence, and what was typed is kept", async (_, form, sentence) => {
  const path = await begin();
  const refused = await save(path, form);
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toContain(sentence);
  expect(refused.body).toContain(form.body ?? "Bcc: all@example.org");
  expect((await stored(path))?.texts).toEqual({});
});

test("broken Markdown is text like any other", async () => {
  const path = await begin();
  const body = "# **never *closed [link](\n\n![](\n\n<b onclick=x>";
  expect((await save(path, { body })).statusCode).toBe(303);
  const preview = await writer.get(`${path}/preview?locale=en&viewer=test&part=html`);
  expect(preview.statusCode).toBe(200);
  expect(preview.body).not.toContain("<b onclick");
});

test("what is unfinished can't be handed on: no text, a missing language, an audience of nobody", async () => {
  const path = await begin();
  const empty = await save(path, { subject: "", body: "", next: "submit" });
  expect(empty.statusCode).toBe(422);
  expect(empty.body).toContain("Write the update in at least one language");
  const alone = await save(path, { fallback: "", next: "submit" });
  expect(alone.body).toContain("Choose the language for readers");
  const nobody = await save(path, { countries: ["FJ"], next: "submit" });
  expect(nobody.statusCode).toBe(422);
  expect(nobody.body).toContain("Nobody would get this update");
  expect((await stored(path))?.state).toBe("draft");
});

test("its writer can't approve it; a second person can, and schedules it by the clock of a zone", async () => {
  await site.sign(campaign.slug, "second", { consent: { updates: true } });
  await work();
  const path = await begin();
  const submitted = await save(path, { next: "submit" });
  expect(submitted.headers.location).toContain("notice=submitted");
  expect((await writer.get(path)).body).not.toContain(`${path}/approve`);
  expect((await writer.post(`${path}/approve`)).statusCode).toBe(403);
  expect((await second.post(`${path}/approve`)).statusCode).toBe(303);
  const skipped = await second.post(`${path}/schedule`, { at: "2027-03-28T02:30", zone: "Europe/Paris" });
  expect(skipped.statusCode).toBe(422);
  expect(skipped.body).toContain('value="2027-03-28T02:30"');
  await second.post(`${path}/schedule`, { at: "2027-03-28T08:00", zone: "Europe/Paris" });
  expect((await stored(path))?.scheduledAt?.toISOString()).toBe("2027-03-28T06:00:00.000Z");
  const acts = await site.deps.database.audit
    .find({ on: `update/${path.split("/").at(-1)}` })
    .sort({ _id: 1 })
    .toArray();
  expect(acts.map(({ act }) => act)).toEqual([
    "update.create",
    "update.edit",
    "update.submit",
    "update.approve",
    "update.schedule",
  ]);
});

test("another organisation's updates look as if they did not exist, and an auditor changes none", async () => {
  const path = await begin();
  const other = await signInAs(site, "organiser", "ecpat-usa");
  expect((await other.get(path)).statusCode).toBe(404);
  expect((await other.get(`${path}/preview?locale=en`)).statusCode).toBe(404);
  expect((await other.post(`${path}/cancel`)).statusCode).toBe(404);
  expect((await other.get(list)).body).not.toContain(path);
  const auditor = await signInAs(site, "auditor");
  expect((await auditor.get(path)).statusCode).toBe(200);
  expect((await auditor.post(`${path}/cancel`)).statusCode).toBe(403);
});

test("the audience is counted as it is typed, without saving it", async () => {
  const path = await begin();
  const form = { ...english, countries: ["FJ"], seenAt: await seenAt(path) };
  const answer = await writer.post(`${path}/count`, form);
  expect(answer.body).toContain("data-measure");
  const everywhere = await writer.post(`${path}/count`, { ...form, countries: [] });
  expect(everywhere.body).toContain("Left out: suppressed addresses");
  expect((await stored(path))?.audience.countries).toBeUndefined();
});

test("estimates are called estimates and rounded, with bounds for those left out", () => {
  const leftOut = { drawn: 2_000, whole: false, suppressed: 16, capped: 4 };
  const languages = [{ locale: "en" as const, count: 431_234, reads: "en" as const }];
  const measure = { reached: 431_234, estimatedFrom: 50_000, languages, leftOut };
  const part = toText(measurePart(consoleBook("en"), measure, site.deps.now()));
  for (const said of ["about 430,000", "about 3,400", "about 860", "from 50,000", "between 2,800 and 6,600"])
    expect(part).toContain(said);
  const counted = { ...measure, estimatedFrom: undefined, leftOut: { ...leftOut, whole: true } };
  expect(toText(measurePart(consoleBook("en"), counted, site.deps.now()))).not.toContain("about");
});

test("templates do nothing by themselves until they are switched on, each for itself", async () => {
  const ticked = async () =>
    [...(await writer.get(`${list}/templates`)).body.matchAll(/name="(\w+)" value="(\w+)" checked/g)].map(
      ([, name, mode]) => `${name} ${mode}`,
    );
  expect(await ticked()).toEqual(["milestone off", "handover off"]);
  await writer.post(`${list}/templates`, { milestone: "off", handover: "draft" });
  expect(await ticked()).toEqual(["milestone off", "handover draft"]);
  const refused = await writer.post(`${list}/templates`, { milestone: "send", handover: "off" });
  expect(refused.statusCode).toBe(403);
  expect(await ticked()).toEqual(["milestone off", "handover draft"]);
  await writer.post(`${list}/templates`, { milestone: "draft", handover: "off" });
  expect(await ticked()).toEqual(["milestone draft", "handover off"]);
});

test("a picture is brought by a form and shown as Markdown to copy", async () => {
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const bring = async (file: Buffer) => {
    const form = new FormData();
    form.append("picture", new File([new Uint8Array(file)], "x.png"));
    form.append("alt", "A [red] square");
    const encoded = new Response(form);
    return site.app.inject({
      method: "POST",
      url: `${list}/pictures`,
      headers: {
        cookie: writer.cookie,
        accept: "text/html",
        "content-type": encoded.headers.get("content-type") ?? "",
      },
      payload: Buffer.from(await encoded.arrayBuffer()),
    });
  };
  const shown = await bring(picture);
  expect(shown.body).toMatch(/!\[A red square\]\(\/media\/[0-9a-f]{32}\)/);
  const refused = await bring(Buffer.from("no picture"));
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toContain("choose another one");
});
