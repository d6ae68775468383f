import { mongo } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import type { Deps } from "#campaigns/open.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { buildApp } from "#server/app.ts";
import { type Core, startCore } from "../support/core.ts";
import { readRedis } from "../support/read-redis.ts";
import { answersOf, confirmEntry, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { waitFor } from "../support/wait-for.ts";

/** What must appear nowhere: every personal word of the signers below, in any encoding we would write. */
const secrets = [
  "Canaryname",
  "canary.mailbox",
  "canarydomain",
  "CNR4 9RY",
  "203.0.113.77",
  "2001:db8:ca:4a",
];

let core: Core;
let deps: Deps;

beforeAll(async () => {
  core = await startCore({ SHEAF_TRUST_PROXY: "127.0.0.1", SHEAF_SIGN_LIMIT: "5" });
  deps = core.deps;
});
afterAll(() => core.close());

const canary = {
  name: "Canaryname Smith",
  email: "canary.mailbox@canarydomain.example",
  postcode: "CNR4 9RY",
};

function findSecrets(text: string): string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(0, -1),
    Buffer.from(secret).toString("hex"),
  ]);
  return forms.filter((form) => text.toLowerCase().includes(form.toLowerCase()));
}

/** Everything in MongoDB, byte for byte. */
async function readMongo(): Promise<string> {
  const { db } = deps.database.connection;
  if (!db) throw new Error("The database is closed.");
  const all = await Promise.all((await db.collections()).map((collection) => collection.find().toArray()));
  return all
    .flat()
    .map((document) => Buffer.from(mongo.BSON.serialize(document)).toString("latin1"))
    .join("\n");
}

test("no name, address, postcode or visitor's address is in Redis, MongoDB, jobs, metrics or the log", async () => {
  const app = await buildApp({ deps, redis: core.redis, config: core.config, log: core.log });
  const asked = await loadTestCampaign(deps.database, { sharedMailbox: true, asksPostcode: true });
  const none = await loadTestCampaign(deps.database, { verification: "none" });
  const seen: string[] = [];
  const sign = (slug: string, ip: string, differences = {}) =>
    app.inject({
      method: "POST",
      url: `/api/v1/campaigns/${slug}/signatures`,
      headers: { "x-forwarded-for": ip },
      payload: { ...answersOf(""), ...canary, ...differences },
    });
  // More than an address may send, so that the limits are shared through Redis; and answers that are refused.
  for (let turn = 0; turn < 12; turn += 1) {
    await sign(none.slug, "203.0.113.77");
    await sign(asked.slug, "2001:db8:ca:4a::1", { name: `Canaryname ${turn ? "Jones" : "Smith"}` });
    await sign(asked.slug, "2001:db8:ca:4a::1", { country: "Canaryname" });
  }
  await app.limiter.share();
  seen.push(await readRedis(core.config.REDIS_URL));
  const unlucky = { ...canary, email: "unknown.canary.mailbox@canarydomain.example" };
  const { ref } = await signAs(deps, asked, "", unlucky);
  await requestLinks(deps, none, { email: canary.email, locale: "en" });
  await waitFor("mails", () => core.mails.received.length > 0);
  await core.settle();
  await confirmEntry(deps, ref);
  await core.settle();
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "not-me");
  await core.settle();
  seen.push(await readRedis(core.config.REDIS_URL), core.logged());
  seen.push((await app.inject("/metrics")).body);
  seen.push(await (await fetch(`http://127.0.0.1:${core.workers.port}/metrics`)).text());
  seen.push(await readMongo());
  await app.close();
  expect(seen[0]).toContain("{sheaf}:turns");
  expect(seen[1]).toContain("{sheaf}");
  expect(seen.map(findSecrets)).toEqual(seen.map(() => []));
  expect(findSecrets(JSON.stringify(core.mails.received))).not.toEqual([]);
});
