import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { readNeeds } from "#campaigns/dashboard/read-needs.ts";
import { scopeOf } from "#campaigns/dashboard/scope.ts";
import { noteMailEvent } from "#campaigns/mail/note-mail-event.ts";
import { letterId } from "#campaigns/outbox/add-letters.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { draftKey } from "#campaigns/petitions/drafts/draft.model.ts";
import { findPosted } from "#campaigns/returned-mail/find-posted.ts";
import { noteReturned } from "#campaigns/returned-mail/note-returned.ts";
import { noteRecount } from "#campaigns/signing/tallies/note-recount.ts";
import { noCounts, type Update } from "#campaigns/updates/update.model.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { settle } from "../support/settle.ts";
import { signAs } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { hour } from "../support/test-clock.ts";

let site: TestApp;
let campaign: Campaign;
let secretariat: ConsoleClient;
let thai: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { organisations: { th: "thai-office" } });
  secretariat = await signInAs(site, "secretariat");
  thai = await signInAs(site, "organiser", "thai-office");
});
afterAll(() => site.close());

const path = () => `/organiser/c/${campaign.slug}`;
const needsOf = async ({ account }: ConsoleClient) =>
  readNeeds(site.deps, account, await scopeOf(site.deps, account, campaign.slug));
const healthOf = async ({ account }: ConsoleClient) =>
  (await readDashboard(site.deps, account, campaign.slug)).health;

async function addUpdate(organisation: string, state: Update["state"], uncertain = 0): Promise<string> {
  const _id = new Types.ObjectId();
  const at = site.deps.now();
  await site.deps.database.updates.create({
    _id,
    campaign: campaign.slug,
    organisation,
    state,
    texts: {},
    fallback: [],
    audience: {},
    createdBy: "somebody",
    createdAt: at,
    changedAt: at,
    planned: uncertain,
    counts: { ...noCounts(), uncertain },
  });
  return _id.toHexString();
}

test("when nothing waits for a person, one line says so", async () => {
  const { body } = await secretariat.get(path());
  expect(body).toContain('<p class="soft">Nothing needs your attention.</p>');
  expect(body).not.toContain('id="h-needs"');
});

test("what waits is counted and leads to where it is handled; an organisation sees its own only", async () => {
  const { database, now } = site.deps;
  const [own, toTime] = [
    await addUpdate("thai-office", "submitted"),
    await addUpdate("thai-office", "approved"),
  ];
  await addUpdate(campaign.organisation, "submitted");
  await addUpdate(campaign.organisation, "draft");
  const uncertain = await addUpdate(campaign.organisation, "sent", 38);
  const edited = { account: "somebody", organisation: campaign.organisation, at: now() };
  for (const [petition, organisation] of [
    [null, campaign.organisation] as const,
    ["th", "thai-office"] as const,
  ])
    await database.drafts.create({
      _id: draftKey(campaign.slug, petition),
      ...{
        campaign: campaign.slug,
        petition,
        organisation,
        state: "submitted",
        revision: 1,
        files: [],
        edited,
      },
    });
  await noteRecount(site.deps, campaign.slug, "roll", 2);
  expect(await needsOf(secretariat)).toMatchObject({
    toTime: [toTime],
    uncertain: [{ update: uncertain, mails: 38 }],
    drift: 2,
  });
  expect(await needsOf(thai)).toEqual({
    ...{
      toApprove: [own],
      ownToApprove: [],
      toTime: [toTime],
      uncertain: [],
      drafts: ["th"],
      ownDrafts: [],
      lettersFailed: 0,
      ending: null,
      petitionEndings: [],
      drift: 0,
    },
  });
  const { body } = await secretariat.get(path());
  for (const [says, href] of [
    ["2 updates are waiting for approval", `${path()}/updates`],
    ["38 e-mails are uncertain", `${path()}/updates/${uncertain}`],
    ["2 drafts are waiting for approval", `${path()}/petitions`],
    ["The checks found 2 counts that don’t agree", "#h-checks"],
  ])
    expect(body).toMatch(new RegExp(`${says}[^<]*</span> <a class="linked" href="${href}"`));
  expect((await thai.get(path())).body).toContain(`href="${path()}/petitions/th/changes"`);
  // Who wrote it reads that another person has to approve it.
  await database.updates.updateOne({ _id: own }, { $set: { createdBy: thai.account.id } });
  await database.drafts.updateOne({ petition: "th" }, { $set: { "edited.account": thai.account.id } });
  expect(await needsOf(thai)).toMatchObject({
    toApprove: [],
    ownToApprove: [own],
    drafts: [],
    ownDrafts: ["th"],
  });
  const theirs = (await thai.get(path())).body;
  expect(theirs).toContain("One update is waiting for approval, by somebody else than you");
  expect(theirs).toContain("One draft is waiting for approval, by somebody else than you");
  expect(theirs).not.toContain("Read and approve");
  // Staff can neither read updates nor mail: what they can't open does not ask for them.
  const staff = await signInAs(site, "staff");
  expect((await staff.get(path())).body).not.toContain("uncertain");
});

test("letters that failed or came back are counted for the organisation whose petition was signed", async () => {
  const { database, now } = site.deps;
  const refs = await Promise.all(
    (["TH", "GB", "GB"] as const).map(
      async (country, index) => (await signAs(site.deps, campaign, `wait-${index}`, { country })).ref,
    ),
  );
  await settle(site.deps, campaign);
  const [first, second, third] = refs.map((ref) => letterId("confirm", ref));
  await database.letters.updateOne({ _id: third ?? "" }, { $set: { state: "failed", endedAt: now() } });
  for (const [letter, kind] of [[first, "hard-bounce"] as const, [second, "complaint"] as const]) {
    const about = await findPosted(site.deps, { kind: "letter", letter: letter ?? "" });
    await noteReturned(site.deps, `told-${letter}`, { kind, source: "report" }, about ?? {});
  }
  const ofThis = { campaign: campaign.slug, organisation: campaign.organisation, provider: "gmail.com" };
  const refused = { kind: "about-us", ground: "policy", source: "report" } as const;
  await noteMailEvent(site.deps, "refused", refused, ofThis);
  site.clock.advance(2 * hour);
  expect(await healthOf(secretariat)).toMatchObject({
    aboutUs: { hour: 0, day: 1, providers: [{ provider: "gmail.com", count: 1 }] },
    due: 2,
    failedLastDay: 1,
    bounces: { hour: 0, day: 1 },
    complaints: { hour: 0, day: 1 },
    returned: 2,
    whole: { suppressed: { "hard-bounce": 1, complaint: 1 } },
  });
  expect((await needsOf(secretariat)).lettersFailed).toBe(1);
  expect((await needsOf(thai)).lettersFailed).toBe(0);
});

test("the page says what the last recount found and when, and when none has ended for long", async () => {
  await noteRecount(site.deps, campaign.slug, "roll", 0);
  // Hours later nobody is signed in any more.
  const row = async () => {
    const { body } = await (await signInAs(site, "secretariat")).get(path());
    return /Check: totals.*?<\/tr>/s.exec(body)?.[0];
  };
  expect(await row()).toMatch(/last on \w{3} \d+ \w+, \d\d:\d\d UTC.*>0<.*Agrees/s);
  site.clock.advance(3 * hour);
  expect(await row()).toContain("Behind");
});
