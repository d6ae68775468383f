import { mongo } from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import { suppress } from "#campaigns/mail/suppression/suppress.ts";
import type { Deps } from "#campaigns/open.ts";
import { letterId } from "#campaigns/outbox/add-letters.ts";
import { findPosted } from "#campaigns/returned-mail/find-posted.ts";
import { noteReturned } from "#campaigns/returned-mail/note-returned.ts";
import { takeWebhookToken } from "#campaigns/returned-mail/take-webhook-token.ts";
import { savePreferences } from "#campaigns/signing/consent/save-preferences.ts";
import { noteRecount } from "#campaigns/signing/tallies/note-recount.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { settle } from "../support/settle.ts";
import { countedSignature, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

const names = [
  "Campaign",
  "Petition",
  "Sheet",
  "Pending",
  "Signature",
  "Tally",
  "Total",
  "Sum",
  "SourceSum",
  "Letter",
  "Suppression",
  "MailEvent",
  "WebhookToken",
  "KeyCheck",
  "RecountNote",
];

let core: TestDeps;
let deps: Deps;

/** Everything that can be written is written once, by the acts themselves. */
beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
  const shared = await loadTestCampaign(deps.database, {
    sharedMailbox: true,
    asksPostcode: true,
    goals: [1, 2],
    organisations: { th: "ecpat-thailand" },
  });
  const answers = {
    postcode: "10110",
    source: "poster",
    country: "TH",
    consent: { updates: true, secretariat: true },
  };
  const { ref } = await countedSignature(deps, shared, "anna", answers);
  await countedSignature(deps, shared, "anna", { ...answers, name: "Ben Tester" });
  const consent = { updates: false, secretariat: true };
  await savePreferences(deps, freshLink(deps, "preferences", ref), consent);
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "not-me");
  await settle(deps, shared);
  await countedSignature(deps, shared, "anna", answers);
  await requestLinks(deps, shared, { email: "anna@example.org", locale: "ar" });
  const evidence = { source: "report", status: "4.2.2", times: 5 } as const;
  await suppress(deps, mailboxKey(deps.keys, "anna@example.org"), "hard-bounce", evidence);
  const plain = await loadTestCampaign(deps.database, { verification: "none" });
  await signAs(deps, plain, "received");
  await countedSignature(deps, shared, "waiting", answers);
  const { ref: waiting } = await signAs(deps, shared, "pending", answers);
  await settle(deps, shared);
  const about = await findPosted(deps, { kind: "letter", letter: letterId("confirm", waiting) });
  await takeWebhookToken(deps, "token", "body");
  await noteRecount(deps, plain.slug, "roll", 0);
  await noteReturned(deps, "event", { kind: "soft-bounce", source: "report", status: "4.2.2" }, about ?? {});
});
afterAll(() => core.close());

function modelOf(name: string) {
  return deps.database.connection.model(name);
}

/** As it goes to MongoDB, no matter who read it: the driver and Mongoose have classes of their own for bytes. */
function plain(value: object): unknown {
  const { serialize, deserialize, EJSON } = mongo.BSON;
  return EJSON.serialize(deserialize(serialize(value), { promoteBuffers: false }));
}

describe.each(names)("%s", (name) => {
  test("is stored in the shape that its model describes, field by field, and back", async () => {
    const model = modelOf(name);
    const stored = await model.collection.find().toArray();
    expect(stored.length).toBeGreaterThan(0);
    for (const document of stored) {
      // `strict: "throw"` refuses a field that the model does not know.
      const hydrated = new model(document);
      await hydrated.validate();
      const written = hydrated.toObject({ depopulate: true, minimize: false, flattenMaps: true });
      expect(plain(written)).toEqual(plain(document));
    }
  });

  test("has the indexes that its model asks for, and no others", async () => {
    const model = modelOf(name);
    const difference = await model.diffIndexes();
    expect(difference).toEqual({ toDrop: [], toCreate: [] });
  });
});
