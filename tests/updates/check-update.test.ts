import { mongo } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { suppress } from "#campaigns/mail/suppression/suppress.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { beginningOfRoll } from "#campaigns/updates/audience/beginning-of-roll.ts";
import { measureAudience } from "#campaigns/updates/audience/measure-audience.ts";
import { measureLeftOut } from "#campaigns/updates/audience/measure-left-out.ts";
import { dispatchId } from "#campaigns/updates/dispatch.model.ts";
import { stateAfter, updateStates } from "#campaigns/updates/update-states.ts";
import { approveUpdate } from "#campaigns/updates/writing/approve-update.ts";
import { checkUpdate } from "#campaigns/updates/writing/check-update.ts";
import { submitUpdate } from "#campaigns/updates/writing/submit-update.ts";
import { createUpdate, editUpdate, type UpdateDraft } from "#campaigns/updates/writing/write-update.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { addSupporters, approver, organiser, writer } from "./update-stage.ts";

let core: TestDeps;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
  campaign = await loadTestCampaign(deps.database);
  await addSupporters(deps, campaign, ["anna"]);
});
afterAll(() => core.close());

const draft = (text: { subject?: string; body?: string }, rest: Partial<UpdateDraft> = {}): UpdateDraft => ({
  texts: { en: { subject: "News", body: "Hello.", ...text } },
  fallback: ["en"],
  audience: {},
  ...rest,
});
const codes = (update: UpdateDraft) =>
  checkUpdate(update, campaign).map(({ field, code }) => `${field} ${code}`);

test.each([
  [draft({}), []],
  [draft({ subject: "a\r\nBcc: x@example.org" }), ["subject.en lines"]],
  [draft({ subject: "x".repeat(151) }), ["subject.en long"]],
  [draft({ body: "x".repeat(1_000_000) }), ["body.en long"]],
  [draft({ body: "Dear {{email}}" }), ["body.en field-unknown"]],
  [draft({ body: "Dear {{name" }), ["body.en field-unknown"]],
  [draft({ body: "[x](https://spy.example/?n={{name}})" }), ["body.en field-in-link"]],
  [draft({ body: "See ![x](https://spy.example/p.gif)" }), ["body.en picture-foreign"]],
  [draft({ body: "![x](/media/a)" }), ["body.en empty"]],
  [draft({ body: "**broken [markdown](\n\n```\n> ![" }), []],
  [draft({ subject: " ", body: "" }), ["subject.en empty", "body.en empty"]],
  [draft({}, { fallback: ["fr"] }), ["fallback none"]],
  [draft({}, { texts: {} }), ["texts none"]],
  [
    draft({}, { audience: { countries: ["XX"], petitions: ["nope"] } }),
    ["audience.petitions unknown", "audience.countries unknown"],
  ],
])("what is wrong with an update is named (%#)", (update, found) => {
  expect(codes(update)).toEqual(found);
});

test("a second person approves, who neither began nor submitted it; what is approved is not edited", async () => {
  const { _id } = await createUpdate(deps, writer, campaign, draft({}));
  const id = _id.toHexString();
  const colleague = organiser("c3");
  await submitUpdate(deps, colleague, { id, campaign });
  await expect(approveUpdate(deps, writer, id)).rejects.toMatchObject({ code: "not-allowed" });
  await expect(approveUpdate(deps, colleague, id)).rejects.toMatchObject({ code: "not-allowed" });
  expect(await approveUpdate(deps, approver, id)).toMatchObject({ state: "approved" });
  await expect(editUpdate(deps, writer, { id, campaign }, draft({ body: "Other." }))).rejects.toMatchObject({
    code: "update-moved",
  });
});

test("another organisation's update looks as if it did not exist", async () => {
  const { _id } = await createUpdate(deps, writer, campaign, draft({}));
  const stranger = organiser("d4", { organisation: "others", role: "organiser" });
  const asking = submitUpdate(deps, stranger, { id: _id.toHexString(), campaign });
  await expect(asking).rejects.toMatchObject({ code: "not-found" });
});

test("an audience of nobody is refused, and two editors do not overwrite each other", async () => {
  const nobody = await createUpdate(deps, writer, campaign, draft({}, { audience: { countries: ["TH"] } }));
  const submitting = submitUpdate(deps, writer, { id: nobody._id.toHexString(), campaign });
  await expect(submitting).rejects.toMatchObject({ code: "update-refused" });
  const opened = { id: nobody._id.toHexString(), seenAt: nobody.changedAt, campaign };
  await editUpdate(deps, writer, opened, draft({ body: "First." }));
  await expect(editUpdate(deps, approver, opened, draft({ body: "Second." }))).rejects.toMatchObject({
    code: "update-moved",
  });
});

test("nothing leads out of an end, and only what is under way can be paused", () => {
  const moves = [
    "edit",
    "submit",
    "return",
    "approve",
    "schedule",
    "begin",
    "pause",
    "resume",
    "cancel",
    "finish",
  ] as const;
  const out = (state: (typeof updateStates)[number]) => moves.filter((move) => stateAfter(state, move));
  expect(out("sent")).toEqual([]);
  expect(out("cancelled")).toEqual([]);
  expect(updateStates.filter((state) => stateAfter(state, "pause"))).toEqual(["sending"]);
});

test("those of an audience who would be left out are counted, or estimated from a part of a large one", async () => {
  const own = await loadTestCampaign(deps.database);
  const [suppressed, capped] = ["bounced@example.org", "bored@example.org"];
  await addSupporters(deps, own, ["anna", "ben", suppressed, capped]);
  await suppress(deps, mailboxKey(deps.keys, suppressed), "hard-bounce", { source: "report" });
  const earlier = await createUpdate(deps, writer, own, draft({}));
  await deps.database.updates.updateOne({ _id: earlier._id }, { $set: { startedAt: deps.now() } });
  for (const who of [suppressed, capped])
    await deps.database.dispatches.insertOne({
      _id: dispatchId(earlier._id, signatureId(personOf(deps.keys, own, who), 0)),
      state: "sent",
      at: deps.now(),
    });
  const update = await createUpdate(deps, writer, own, draft({}));
  expect(await measureLeftOut(deps, own, update, 1)).toEqual({
    drawn: 4,
    whole: true,
    suppressed: 1,
    capped: 1,
  });
  expect(await measureLeftOut(deps, own, update, 2)).toMatchObject({ capped: 0 });

  const many = Array.from({ length: 3_000 }, (_, number) => `reader${number}@example.org`);
  await addSupporters(deps, own, many);
  const tenth = many.filter((_, index) => index % 10 === 0);
  await deps.database.suppressions.insertMany(
    tenth.map((email) => ({
      _id: mailboxKey(deps.keys, email),
      reason: "hard-bounce",
      at: deps.now(),
      evidence: { source: "report" },
    })),
  );
  const leftOut = await measureLeftOut(deps, own, update, 2);
  expect(leftOut).toMatchObject({ drawn: 2_000, whole: false });
  expect(Math.abs(leftOut.suppressed - 200)).toBeLessThan(70);
  const { keys, part } = await beginningOfRoll(deps, own, 1_000);
  expect(await deps.database.signatures.countDocuments({ _id: keys })).toBe(1_000);
  expect(Math.abs(1_000 / part - 3_004)).toBeLessThan(450);
});

test("an audience that takes too long to be counted is estimated instead", async () => {
  const own = await loadTestCampaign(deps.database);
  await addSupporters(deps, own, ["anna", "ben"]);
  const update = await createUpdate(deps, writer, own, draft({}));
  const { signatures } = deps.database;
  const slow = new Proxy(signatures, {
    get: (all, name) => {
      if (name !== "aggregate") return Reflect.get(all, name).bind(all);
      return (stages: object[], options: mongo.AggregateOptions) => {
        if (options.maxTimeMS) throw new mongo.MongoServerError({ code: 50 });
        return all.aggregate(stages, options);
      };
    },
  });
  const measured = { reached: 2, estimatedFrom: undefined, languages: [{ locale: "en", count: 2 }] };
  const database = { ...deps.database, signatures: slow };
  expect(await measureAudience({ ...deps, database }, own, update, 3)).toMatchObject(measured);
});
