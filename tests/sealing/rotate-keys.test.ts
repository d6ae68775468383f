import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { discardKey } from "#campaigns/key-rotation/discard-key.ts";
import { listKeys } from "#campaigns/key-rotation/list-keys.ts";
import { rotateKeys } from "#campaigns/key-rotation/rotate-keys.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { readKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { openKeys } from "#campaigns/platform/sealing/keys.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { expectExact, settle, unprocessedSheets } from "../support/settle.ts";
import { confirmEntry, countedSignature, countRoll, freshLink, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";
import { openAllFields } from "./sealed-fields.ts";

let core: TestDeps;
let deps: Deps;
let path: string;
let campaign: Campaign;

beforeEach(async () => {
  core = await openTestDeps();
  deps = core.deps;
  path = core.config.SHEAF_KEYS;
  campaign = await loadTestCampaign(deps.database);
});
afterEach(() => core.close());

const now = () => new Date();

/** Rotates where no other process has to learn of it. */
function rotateAlone() {
  return rotateKeys({ database: deps.database, now }, { path, settleTime: 0 });
}

/** One field in each place: on a new sheet, waiting for a confirmation, on the roll; and one that was withdrawn. */
async function fillAllPlaces(): Promise<void> {
  await countedSignature(deps, campaign, "rolled");
  const { ref } = await countedSignature(deps, campaign, "gone");
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await signAs(deps, campaign, "waiting");
  await settle(deps, campaign);
  await signAs(deps, campaign, "stored");
}

describe("a rotation", () => {
  test("seals every field again, wherever it is, and each still says the same", async () => {
    await fillAllPlaces();
    const before = await openAllFields(deps, path);
    expect(before.map(({ where, keyId }) => `${where} ${keyId}`).sort()).toEqual([
      "pending 1",
      "sheets 1",
      "signatures 1",
    ]);
    expect(await rotateAlone()).toEqual({ keyId: 2, resealed: 3, unopened: 0 });
    const after = await openAllFields(deps, path);
    expect(after).toEqual(before.map((field) => ({ ...field, keyId: 2 })));
    const file = await readKeyFile(path);
    expect(file?.current).toBe(2);
    expect(file?.sealing.map(({ id }) => id)).toEqual([1, 2]);
    expect(await rotateAlone()).toMatchObject({ keyId: 3, resealed: 3 });
  });

  test("leaves identity and links alone: who signed is known, and links of old letters work", async () => {
    const { ref } = await signAs(deps, campaign, "anna");
    await settle(deps, campaign);
    await rotateAlone();
    const file = await readKeyFile(path);
    if (!file) throw new Error("The key file is gone.");
    const later = { ...deps, keys: openKeys(file) };
    await confirmEntry(later, ref);
    await settle(later, campaign);
    await countedSignature(later, campaign, "anna");
    await expectExact(deps, campaign, 1);
  });

  test("takes none of a mailbox's later moves back: a field that changed meanwhile stays as it is", async () => {
    const { ref } = await countedSignature(deps, campaign, "anna");
    const { signatures } = deps.database;
    let interfered = false;
    const interfering = {
      ...deps.database,
      signatures: new Proxy(signatures, {
        get(target, key) {
          const member: unknown = Reflect.get(target, key, target);
          if (key !== "bulkWrite" || interfered || typeof member !== "function") return member;
          return async (...args: unknown[]) => {
            interfered = true;
            await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
            await settle(deps, campaign);
            return Reflect.apply(member, target, args);
          };
        },
      }),
    };
    const order = { path, settleTime: 0 };
    expect(await rotateKeys({ database: interfering, now }, order)).toMatchObject({ resealed: 0 });
    expect(interfered).toBe(true);
    expect(await openAllFields(deps, path)).toEqual([]);
    await expectExact(deps, campaign, 0);
  });

  test("loses nothing while people sign, confirm and withdraw, and ends with everything under the new key", async () => {
    const names = new Set<string>();
    let busy = true;
    const work = async () => {
      for (let round = 0; busy; round += 1) {
        const who = Array.from({ length: 6 }, (_, turn) => `r${round}t${turn}`);
        const signed = await Promise.all(who.map((name) => signAs(deps, campaign, name)));
        for (const id of await unprocessedSheets(deps, campaign)) await processSheet(deps, id);
        const confirmed = signed.slice(0, 4);
        await Promise.all(confirmed.map(({ ref }) => confirmEntry(deps, ref)));
        for (const name of who.slice(0, 4))
          names.add(`${name.charAt(0).toUpperCase()}${name.slice(1)} Tester`);
        await settle(deps, campaign);
        await wait(5);
      }
    };
    const working = work();
    const rotated = await rotateKeys({ database: deps.database, now }, { path });
    busy = false;
    await working;
    expect(rotated).toMatchObject({ keyId: 2, unopened: 0 });
    expect(rotated.resealed).toBeGreaterThan(20);
    const fields = await openAllFields(deps, path);
    expect(new Set(fields.map(({ keyId }) => keyId))).toEqual(new Set([2]));
    const rolled = fields.filter(({ where }) => where === "signatures").map(({ name }) => name);
    expect(new Set(rolled)).toEqual(names);
    expect(await countRoll(deps, campaign)).toBe(names.size);
    await expectExact(deps, campaign, names.size);
  });

  test("goes over what does not open, says how many, and leaves them as they are", async () => {
    await fillAllPlaces();
    const { signatures } = deps.database;
    const rolled = await signatures.findOne({ sealed: { $exists: true } });
    const altered = Buffer.from(rolled?.sealed ?? []).fill(7, 20);
    await signatures.updateOne({ sealed: { $exists: true } }, { $set: { sealed: altered } });
    expect(await rotateAlone()).toEqual({ keyId: 2, resealed: 2, unopened: 1 });
    expect((await signatures.findOne({ sealed: { $exists: true } }))?.sealed).toEqual(altered);
  });

  test("that another process works on is not begun twice", async () => {
    await fillAllPlaces();
    const hasBegun = async () => (await deps.database.rotations.findOne()) !== null;
    const both = await Promise.allSettled([
      rotateKeys({ database: deps.database, now }, { path, settleTime: 4_000 }),
      waitFor("the first to begin", hasBegun).then(rotateAlone),
    ]);
    expect(both).toMatchObject([
      { status: "fulfilled", value: { keyId: 2 } },
      { status: "rejected", reason: { code: "keys-refused" } },
    ]);
    expect((await readKeyFile(path))?.sealing).toHaveLength(2);
  });

  test("is stored in the shape that its model describes", async () => {
    await fillAllPlaces();
    await rotateAlone();
    const model = deps.database.connection.model("Rotation");
    const [stored] = await deps.database.rotations.find().toArray();
    expect(stored?.state).toBe("finished");
    await new model(stored).validate();
  });
});

describe("a key", () => {
  test("is listed with the fields it seals, and discarded once there are none", async () => {
    await fillAllPlaces();
    await rotateAlone();
    const [first, second] = await listKeys(deps, path);
    expect(first).toMatchObject({
      id: 1,
      isCurrent: false,
      fields: { sheets: 0, pending: 0, signatures: 0 },
    });
    expect(second).toMatchObject({
      id: 2,
      isCurrent: true,
      fields: { sheets: 1, pending: 1, signatures: 1 },
    });
    expect(JSON.stringify([first, second])).not.toContain((await readKeyFile(path))?.sealing[0]?.secret);
    await discardKey({ database: deps.database, now }, path, 1);
    expect((await listKeys(deps, path)).map(({ id }) => id)).toEqual([2]);
    expect(await openAllFields(deps, path)).toHaveLength(3);
  });

  test.each(["sheets", "pending", "signatures"])(
    "is not discarded while it seals a field in %s",
    async (where) => {
      await fillAllPlaces();
      const { database } = deps;
      const kept = await keepSealed(where);
      await rotateAlone();
      await kept();
      await expect(discardKey({ database, now }, path, 1)).rejects.toMatchObject({
        code: "keys-refused",
        message: expect.stringMatching(/^Key 1 still seals 1 fields/),
      });
      expect((await readKeyFile(path))?.sealing).toHaveLength(2);
    },
  );

  test("is not discarded while it is the current one, and one that is not there is named", async () => {
    const act = (id: number) => discardKey({ database: deps.database, now }, path, id);
    await expect(act(1)).rejects.toMatchObject({
      code: "keys-refused",
      message: expect.stringContaining("rotate first"),
    });
    await expect(act(5)).rejects.toMatchObject({
      message: expect.stringContaining("There is no sealing key 5"),
    });
  });
});

/** Keeps what is sealed in a place as it is now, and puts it back: as a process would that had it in its hands. */
async function keepSealed(where: string): Promise<() => Promise<unknown>> {
  const { connection } = deps.database;
  const collection = connection.getClient().db(connection.name).collection(where);
  const kept = await collection.findOne({ sealed: { $exists: true } });
  if (!kept) throw new Error(`Nothing is sealed in ${where}.`);
  return () => collection.replaceOne({ _id: kept._id }, kept);
}
