import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DomainError } from "#campaigns/platform/errors.ts";
import { findBinary } from "#embedded/find-binary.ts";
import { type Service, startMongod } from "#embedded/start-mongod.ts";
import { mayMount, withOwnMounts } from "../support/own-mounts.ts";
import { signAs } from "../support/signing.ts";
import { makeFolder } from "../support/temporary-folder.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";

const minute = 60_000;

/** A disk of 700 MB in memory, which only programs in its mount namespace see. */
let disk: ChildProcess | undefined;
let folder: string;
let binary: string;

beforeAll(async () => {
  if (!mayMount()) return;
  const outer = makeFolder();
  folder = join(outer, "disk");
  const words = 'mkdir "$0" && mount -t tmpfs -o size=700m sheaf "$0" && echo mounted && exec sleep infinity';
  const [command = "", ...before] = withOwnMounts;
  disk = spawn(command, [...before, "sh", "-c", words, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (disk.stdout) await once(disk.stdout, "data");
  binary = join(outer, "mongod");
  const mongod = process.env.SHEAF_MONGOD ?? findBinary("mongod");
  writeFileSync(binary, `#!/bin/sh\nexec ${inside().join(" ")} '${mongod}' "$@"\n`);
  chmodSync(binary, 0o755);
});
afterAll(() => disk?.kill());

/** Words before a command that runs where the disk is seen. */
function inside(): string[] {
  return ["nsenter", "--target", `${disk?.pid}`, "--user", "--mount", "--preserve-credentials"];
}

function onDisk(...command: string[]): void {
  const [first = "", ...words] = [...inside(), ...command];
  execFileSync(first, words, { stdio: "pipe" });
}

test.runIf(mayMount())(
  "a mongod whose disk fills up stops: no success is told that is not stored, and all goes on once there is room",
  async () => {
    const start = (port?: number): Promise<Service> => startMongod({ folder, port, binary, cacheGb: 0.25 });
    let mongod = await start();
    const core = await openTestDeps({ settings: { MONGODB_URI: mongod.uri } });
    const { deps } = core;
    try {
      const campaign = await loadTestCampaign(deps.database, { verification: "none" });
      const told: string[] = [];
      const refusals: unknown[] = [];
      const sign = async (who: string) => {
        await signAs(deps, campaign, who).then(
          ({ receipt }) => told.push(receipt),
          (error) => refusals.push(error),
        );
      };
      for (let count = 0; count < 20; count += 1) await sign(`before-${count}`);
      expect(told).toHaveLength(20);

      const filled = () => onDisk("sh", "-c", `cat /dev/zero > '${folder}/filler' 2>/dev/null || true`);
      filled();
      let isOver = false;
      const ended = mongod.ended.then((ending) => {
        isOver = true;
        return ending;
      });
      for (let count = 0; !isOver; count += 1) await sign(`meanwhile-${count}`);
      expect((await ended).lastWords).toMatch(/No space left on device|fatal|abort/i);
      await sign("without");
      expect(refusals.length).toBeGreaterThan(0);
      for (const error of refusals)
        expect(
          error instanceof DomainError && ["database-unavailable", "storage-full"].includes(error.code),
        ).toBe(true);

      onDisk("rm", join(folder, "filler"));
      mongod = await start(mongod.port);
      await waitFor(
        "signing to work again",
        async () => {
          const before = told.length;
          await sign(`after-${told.length}-${refusals.length}`);
          return told.length > before;
        },
        minute,
      );
      const sheets = await deps.database.sheets.find({ campaign: campaign.ordinal }).toArray();
      const stored = sheets.reduce((sum, { lines }) => sum + lines.length, 0);
      expect(stored).toBeGreaterThanOrEqual(told.length);
      expect(stored).toBeLessThanOrEqual(told.length + refusals.length);
    } finally {
      await core.close();
      await mongod.kill();
    }
  },
  4 * minute,
);
