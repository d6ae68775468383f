import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { campaignMailbox, personLength, signatureId } from "#campaigns/petitions/person.ts";
import { type LineRef, readLink } from "#campaigns/platform/sealing/line-tokens.ts";
import { seal } from "#campaigns/platform/sealing/seal.ts";
import { takeProviderEvent } from "#campaigns/returned-mail/take-provider-event.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import { entryName } from "#campaigns/signing/confirmation/entry-name.ts";
import { stopNews } from "#campaigns/signing/consent/stop-news.ts";
import { readLetters } from "../support/letter-desk.ts";
import { settle } from "../support/settle.ts";
import { countedSignature, linkOf } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

// A campaign that knows its people by the number of a document: a mailbox says nothing of who they are, and several
// may share one. What is about the mailbox has to find them all the same.

let site: TestApp;
let campaign: Campaign;

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database);
});
afterAll(() => site.close());

function personOfDocument(number: string): Buffer {
  const person = createHash("sha256").update(number).digest().subarray(0, personLength);
  person.writeUInt32BE(campaign.ordinal, 0);
  return person;
}

/** Signs as that rule would have it, confirms, and gives the line that waited. */
async function signByDocument(number: string, email: string): Promise<LineRef> {
  const { deps } = site;
  const person = personOfDocument(number);
  const line = { person, mailbox: campaignMailbox(deps.keys, campaign, email), petition: "international" };
  const { sheet, line: index } = await deps.sheets.write(
    { campaign: campaign.ordinal, kind: "confirming", channel: "web" },
    { ...line, country: "GB", locale: "en", version: 1 },
    seal(deps.keys, person, { name: "Anna Tester", email, postcode: "" }),
  );
  const ref = { sheet, line: index };
  await settle(deps, campaign);
  await readLetters(deps);
  const consent = { updates: true, secretariat: false };
  const outcome = await confirmSignature(deps, linkOf(deps, "confirm", ref), {
    entry: entryName(ref),
    consent,
  });
  expect(outcome.kind).toBe("confirmed");
  await settle(deps, campaign);
  return ref;
}

const onRoll = (number: string) =>
  site.deps.database.signatures.findOne({ _id: signatureId(personOfDocument(number), 0) });

test("two people of one mailbox are two on the roll, and its owner gets her links by asking for them", async () => {
  const email = "family@example.org";
  for (const number of ["A 1", "A 2"]) await signByDocument(number, email);
  expect([await onRoll("A 1"), await onRoll("A 2")]).toMatchObject([
    { state: "counted" },
    { state: "counted" },
  ]);
  await readLetters(site.deps);
  await requestLinks(site.deps, campaign, { email, locale: "en" });
  const [letter, ...others] = await readLetters(site.deps);
  expect([letter?.to, others]).toEqual([email, []]);
  const token = /\/withdraw\/(\S+)/.exec(letter?.text ?? "")?.[1] ?? "";
  expect(readLink(site.deps, "withdraw", token)).toMatchObject({ isFresh: true });
});

test("stopping all news by a link of one campaign stops it in that one too", async () => {
  await signByDocument("B 1", "berta@example.org");
  expect((await onRoll("B 1"))?.updates).toBe(true);
  const other = await loadTestCampaign(site.deps.database);
  const { ref } = await countedSignature(site.deps, other, "berta", { consent: { updates: true } });
  await stopNews(site.deps, "unsubscribe", linkOf(site.deps, "unsubscribe", ref), "everything");
  expect((await onRoll("B 1"))?.updates).not.toBe(true);
});

test("a provider that knows only the address of a mail that bounced is believed about the letter to it", async () => {
  const email = "carla@example.org";
  const waits = await signByDocument("C 1", email);
  const event = { provider: "postmark", id: "1", kind: "hard-bounce", email } as const;
  expect(await takeProviderEvent(site.deps, event)).toBe("recorded");
  const letter = await site.deps.database.letters.findOne({ "returned.kind": "hard-bounce" });
  expect(letter?.ref?.sheet).toEqual(waits.sheet);
});
