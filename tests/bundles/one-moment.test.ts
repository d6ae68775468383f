import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { mongo } from "mongoose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { withLongSnapshotWindow } from "#campaigns/bundles/with-long-snapshot-window.ts";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { countedSignature, freshLink, signAs } from "../support/signing.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";
import { bundleOf, loadBundledCampaign } from "./bundled-campaign.ts";
import { readBundle, readCsv } from "./read-bundle.ts";

let core: TestDeps;
let deps: Deps;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
});
afterAll(() => core.close());

describe("a bundle is of one moment", () => {
  test("signing or withdrawing while it is written changes nothing in it", async () => {
    const campaign = await loadBundledCampaign(deps, "one-moment");
    const leaver = await countedSignature(deps, campaign, "leaver");
    await countedSignature(deps, campaign, "stayer");
    const path = join(temporaryFolder(), "moment.zip");
    const openKeys = async () => {
      await withdrawSignature(deps, freshLink(deps, "withdraw", leaver.ref), "withdrawn");
      await countedSignature(deps, campaign, "joiner");
      return deps.keys;
    };
    await writeBundle({ ...deps, openKeys }, { campaign, path });
    const rows = readCsv((await readBundle(path)).get("signatures.csv"));
    expect(rows.map(({ name }) => name).sort()).toEqual(["Leaver Tester", "Stayer Tester"]);
    const { files } = await bundleOf(deps, campaign);
    expect(
      readCsv(files.get("signatures.csv"))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["Joiner Tester", "Stayer Tester"]);
  });

  test("sheets that are under way do not make it fail: the tallies may lag", async () => {
    const campaign = await loadBundledCampaign(deps, "under-way");
    await countedSignature(deps, campaign, "folded");
    const { ref } = await signAs(deps, campaign, "unfolded");
    await processSheet(deps, ref.sheet);
    const { files } = await bundleOf(deps, campaign);
    expect(readCsv(files.get("signatures.csv"))).toHaveLength(2);
  });
});

test("a snapshot that MongoDB has not kept long enough ends with what to set, and leaves no file", async () => {
  const campaign = await loadBundledCampaign(deps, "lost-history");
  await countedSignature(deps, campaign, "nina");
  const path = join(temporaryFolder(), "lost.zip");
  const openKeys = () => {
    throw new mongo.MongoServerError({
      code: 239,
      errmsg: "Read timestamp is older than the oldest available",
    });
  };
  await expect(writeBundle({ ...deps, openKeys }, { campaign, path })).rejects.toMatchObject({
    code: "bundle-refused",
    message: expect.stringContaining("minSnapshotHistoryWindowInSeconds: 3600"),
  });
  expect(readdirSync(dirname(path))).toEqual([]);
});

describe("how long MongoDB keeps moments", () => {
  /** A MongoDB that keeps them so long, or that lets nobody ask. */
  function fakeConnection(seconds: number | undefined) {
    const commands: object[] = [];
    let kept = seconds;
    const command = async (asked: Record<string, unknown>) => {
      commands.push(asked);
      if (kept === undefined) throw new Error("not authorized on admin");
      if (asked.setParameter) kept = Number(asked.minSnapshotHistoryWindowInSeconds);
      return { minSnapshotHistoryWindowInSeconds: kept };
    };
    const connection = { getClient: () => ({ db: () => ({ command }) }) };
    return { connection, snapshotWindows: deps.database.snapshotWindows, commands, kept: () => kept };
  }

  test.each([
    [300, 3_600],
    [3_600, 3_600],
    [7_200, 7_200],
    [undefined, undefined],
  ])(
    "is from %s seconds at least an hour meanwhile, where that is allowed, and as before afterwards",
    async (usual, meanwhile) => {
      const fake = fakeConnection(usual);
      expect(await withLongSnapshotWindow(fake, async () => fake.kept())).toBe(meanwhile);
      expect(fake.kept()).toBe(usual);
      await expect(
        withLongSnapshotWindow(fake, () => Promise.reject(new Error("broken off"))),
      ).rejects.toThrow("broken off");
      expect(fake.kept()).toBe(usual);
    },
  );

  test("stays long while another reader needs it, whichever ends first, and ends after one that died", async () => {
    const fake = fakeConnection(300);
    const second = Promise.withResolvers<void>();
    const outcome = await withLongSnapshotWindow(fake, async () => {
      const other = withLongSnapshotWindow(fake, () => second.promise);
      await waitFor("the other one to hold it", async () => {
        const hold = await fake.snapshotWindows.findOne();
        return Object.keys(hold?.until ?? {}).length === 2;
      });
      return { other, kept: fake.kept() };
    });
    expect([outcome.kept, fake.kept()]).toEqual([3_600, 3_600]);
    second.resolve();
    await outcome.other;
    expect(fake.kept()).toBe(300);
    expect(await fake.snapshotWindows.countDocuments()).toBe(0);
    // A hold that ran out: what was usual before it is set again by the next one that ends.
    await fake.snapshotWindows.insertOne({ _id: "history", usual: 200, until: { dead: new Date(0) } });
    await withLongSnapshotWindow(fake, async () => expect(fake.kept()).toBe(3_600));
    expect(fake.kept()).toBe(200);
    expect(await fake.snapshotWindows.countDocuments()).toBe(0);
  });

  test("is as before even when the last renewal takes longer than the reading", async () => {
    const fake = fakeConnection(300);
    const slow = Promise.withResolvers<void>();
    const waits: Promise<void>[] = [];
    const admin = fake.connection.getClient().db();
    const command = async (asked: Record<string, unknown>) => {
      if (asked.setParameter) await waits.pop();
      return admin.command(asked);
    };
    const connection = { getClient: () => ({ db: () => ({ command }) }) };
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await withLongSnapshotWindow({ ...fake, connection }, async () => {
      waits.push(slow.promise);
      vi.advanceTimersByTime(60_000);
      vi.useRealTimers();
      await waitFor("the renewal to begin", () => waits.length === 0);
      setTimeout(slow.resolve, 200);
    });
    await slow.promise;
    expect(fake.kept()).toBe(300);
    expect(await fake.snapshotWindows.countDocuments()).toBe(0);
  });

  test("is set by a command that MongoDB knows", async () => {
    const admin = deps.database.connection.getClient().db("admin");
    const { minSnapshotHistoryWindowInSeconds } = await admin.command({
      getParameter: 1,
      minSnapshotHistoryWindowInSeconds: 1,
    });
    expect(await admin.command({ setParameter: 1, minSnapshotHistoryWindowInSeconds })).toMatchObject({
      ok: 1,
    });
  });
});
