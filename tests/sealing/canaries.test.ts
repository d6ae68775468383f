import { afterAll, beforeAll, expect, test } from "vitest";
import { rotateKeys } from "#campaigns/key-rotation/rotate-keys.ts";
import { sendEnquiry } from "#campaigns/letters/enquiries/send-enquiry.ts";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import type { Deps } from "#campaigns/open.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { addReader } from "../support/add-reader.ts";
import { readRedis } from "../support/read-redis.ts";
import { settle } from "../support/settle.ts";
import { countedSignature, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { openAllFields } from "./sealed-fields.ts";

let core: TestDeps;
let deps: Deps;

const canary = { name: "Cordelia Kanarienvogel", postcode: "ZZ9 9XQ" };
const address = "cordelia.kanarienvogel";

/** However it might be written. */
const spellings = [
  canary.name,
  "kanarienvogel",
  "KANARIENVOGEL",
  canary.postcode,
  "ZZ99XQ",
  "@example.org",
  Buffer.from(canary.name).toString("base64").slice(0, -4),
  Buffer.from(`${address}@example.org`).toString("base64").slice(0, -4),
  Buffer.from("kanarienvogel").toString("hex"),
];

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

/** Everything MongoDB holds for this database, as the bytes that a dump would hold. */
async function dumpDatabase(): Promise<Map<string, Buffer>> {
  const { connection } = deps.database;
  const db = connection.getClient().db(connection.name);
  const dump = new Map<string, Buffer>();
  for (const { name } of await db.listCollections().toArray()) {
    const documents: unknown[] = await db.collection(name).find({}, { raw: true }).toArray();
    dump.set(name, Buffer.concat(documents.filter((document) => Buffer.isBuffer(document))));
  }
  return dump;
}

test("a dump of MongoDB or Redis holds no name, address or postcode, wherever a signature has got to", async () => {
  const campaign = await loadTestCampaign(deps.database, { sharedMailbox: true, asksPostcode: true });
  const answers = (turn: string) => ({
    ...canary,
    email: `${address}.${turn}@example.org`,
    source: "poster",
  });
  await countedSignature(deps, campaign, "counted", answers("counted"));
  const { ref } = await countedSignature(deps, campaign, "gone", answers("gone"));
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "not-me");
  await requestLinks(deps, campaign, { email: `${address}.counted@example.org`, locale: "en" });
  await signAs(deps, campaign, "waiting", answers("waiting"));
  await settle(deps, campaign);
  await signAs(deps, campaign, "stored", answers("stored"));
  await addReader(deps, campaign.organisation, "nina@ecpat.example");
  const message = { organisation: campaign.organisation, name: canary.name, email: `${address}@example.org` };
  expect(await sendEnquiry(deps, { ...message, text: canary.postcode })).toEqual({ kind: "sent" });
  await rotateKeys(
    { database: deps.database, now: () => new Date() },
    { path: core.config.SHEAF_KEYS, settleTime: 0 },
  );

  expect((await openAllFields(deps, core.config.SHEAF_KEYS)).map(({ name }) => name)).toEqual([
    canary.name,
    canary.name,
    canary.name,
  ]);
  const dump = await dumpDatabase();
  expect([...dump.keys()]).toEqual(
    expect.arrayContaining([
      "sheets",
      "pending",
      "signatures",
      "letters",
      "enquiries",
      "rotations",
      "keychecks",
    ]),
  );
  expect(dump.get("signatures")?.length).toBeGreaterThan(300);
  for (const [name, bytes] of dump) {
    for (const spelling of spellings) expect(bytes.includes(spelling), `${spelling} in ${name}`).toBe(false);
  }
  const redis = await readRedis(core.config.REDIS_URL);
  for (const spelling of spellings) expect(redis).not.toContain(spelling);
});
