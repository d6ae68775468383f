import { afterAll, beforeAll, expect, test } from "vitest";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { readToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { phrasebook } from "#server/page/phrasebook.ts";
import { answers, openSite, type Site } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test("a link to unsubscribe works before the signature is confirmed: the page changes nothing, its button stops the news", async () => {
  const receipt = await site.sign({ ...answers(), "consent.updates": "yes" });
  await site.work();
  const ref = readToken(site.deps.keys, "receipt", receipt);
  const stored = () => site.deps.database.pending.findOne({ _id: ref });
  const before = await stored();
  const link = site.link("unsubscribe", receipt);
  for (const locale of locales) {
    const page = await site.get(link.replace("/en/", `/${locale}/`));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(phrasebook(locale).say("unsubscribe.waiting"));
    expect(page.body.match(/<form method="post"[^>]*\/unsubscribe\/[^/"]+"/g)).toHaveLength(1);
  }
  expect(await stored()).toEqual(before);
  expect((await site.post(link, {})).headers.location).toBe(link);
  const done = await site.get(link);
  expect(done.body).toContain("You receive no more news of this campaign</h1>");
  expect(done.body).not.toContain("still counts");
  expect((await stored())?.entry.updates).toBeUndefined();
});

test("a link to preferences shows and saves nothing before the signature is confirmed: she ticks what she agrees to then", async () => {
  const receipt = await site.sign({ ...answers(), "consent.updates": "yes" });
  await site.work();
  const link = site.link("preferences", receipt);
  const before = (await site.get(link)).body;
  expect(before).toContain("Your signature is not confirmed yet.");
  expect(before).not.toContain('type="checkbox"');
  expect((await site.post(link, { "consent.updates": "yes" })).headers.location).toBe(link);
  const own = await site.confirm(receipt);
  await site.work();
  const after = (await site.get(site.freshLink("preferences", own))).body;
  expect(after).not.toMatch(/name="consent.updates" value="yes" checked/);
  expect(after).toContain('name="leave" value="organisation"');
  expect(after, "in one piece: a button drops the space before a part of its own").toMatch(
    /type="submit"><span>Stop all news from <bdi>[^<]+<\/bdi><\/span><\/button>/,
  );
});

test.each(["preferences", "unsubscribe"] as const)(
  "all mail can be stopped from %s before the signature is confirmed, and stays so when it is",
  async (page) => {
    const { email = "", ...others } = answers();
    const receipt = await site.sign({ ...others, email, "consent.updates": "yes" });
    await site.work();
    const link = site.link(page, receipt);
    const offered = (await site.get(link)).body.match(/name="leave" value="\w+"/g);
    expect(offered).toEqual(['name="leave" value="everything"']);
    const key = mailboxKey(site.deps.keys, email);
    const isSuppressed = async () => (await findSuppressed(site.deps, [key])).size === 1;
    expect(await isSuppressed()).toBe(false);
    const left = await site.post(`${link}/leave`, { leave: "everything" });
    expect(left.headers.location).toBe(`${link}?left=everything`);
    expect((await site.get(`${link}?left=everything`)).body).toContain("no more news from anybody here");
    expect(await isSuppressed()).toBe(true);
    const own = await site.confirm(receipt);
    await site.work();
    expect((await site.get(site.freshLink("preferences", own))).body).not.toMatch(
      /consent.updates"[^>]*checked/,
    );
    expect(await isSuppressed()).toBe(true);
  },
);
