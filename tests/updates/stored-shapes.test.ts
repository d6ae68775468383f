import { mongo } from "mongoose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import { runUpdate } from "#campaigns/updates/sending/run-update.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import type { Audience } from "#campaigns/updates/update.model.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { settle } from "../support/settle.ts";
import { signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { addSupporters, runToEnd, scheduledUpdate, testUpdateSender } from "./update-stage.ts";

let core: TestDeps;
let mails: MailServer;
let deps: Deps & { updateSender: UpdateSender };

/** Updates before, during and after sending, with dispatches in most states, written by the acts themselves. */
beforeAll(async () => {
  core = await openTestDeps();
  mails = await startMailServer();
  const updateSender = testUpdateSender(core.config, core.redis, core.deps, { SMTP_URL: mails.url });
  deps = { ...core.deps, updateSender };
  const campaign = await loadTestCampaign(deps.database);
  await addSupporters(deps, campaign, ["anna", "full.x", "unknown.x", "dropped.x"]);
  await signAs(deps, campaign, "waiting", { consent: { updates: true } });
  await settle(deps, campaign);
  const everything: Audience = {
    countries: ["GB"],
    languages: ["en"],
    joinedBefore: deps.now(),
  };
  await runToEnd(deps, (await scheduledUpdate(deps, campaign, { audience: everything }))._id);
  await runToEnd(deps, (await scheduledUpdate(deps, campaign, { audience: { languages: ["en"] } }))._id);
  await runUpdate(deps, (await scheduledUpdate(deps, campaign))._id, undefined);
  await scheduledUpdate(deps, campaign);
});
afterAll(async () => {
  deps.updateSender.close();
  await mails.stop();
  await core.close();
});

/** As it goes to MongoDB, no matter who read it. */
function plain(value: object): unknown {
  const { serialize, deserialize, EJSON } = mongo.BSON;
  return EJSON.serialize(deserialize(serialize(value), { promoteBuffers: false }));
}

describe.each(["Update", "Dispatch"])("%s", (name) => {
  test("is stored in the shape that its model describes, field by field, and back", async () => {
    const model = deps.database.connection.model(name);
    const stored = await model.collection.find().toArray();
    expect(stored.length).toBeGreaterThan(3);
    for (const document of stored) {
      // `strict: "throw"` refuses a field that the model does not know.
      const hydrated = new model(document);
      await hydrated.validate();
      const written = hydrated.toObject({ depopulate: true, minimize: false, flattenMaps: true });
      expect(plain(written)).toEqual(plain(document));
    }
  });

  test("has the indexes that its model asks for, and no others", async () => {
    const difference = await deps.database.connection.model(name).diffIndexes();
    expect(difference).toEqual({ toDrop: [], toCreate: [] });
  });
});
