import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { discardKey } from "#campaigns/key-rotation/discard-key.ts";
import { rotateKeys } from "#campaigns/key-rotation/rotate-keys.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import { createKeys } from "#campaigns/platform/sealing/create-keys.ts";
import { keyFileInterval } from "#campaigns/platform/sealing/follow-key-file.ts";
import {
  makeKeyFile,
  readKeyFile,
  withoutSealingKey,
  withSealingKey,
  writeKeyFile,
} from "#campaigns/platform/sealing/key-file.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";

let core: TestDeps;
let path: string;

beforeEach(async () => {
  core = await openTestDeps();
  path = core.config.SHEAF_KEYS;
});
afterEach(() => core.close());

const now = () => new Date();

/** Starts as a server does, and tells why that failed. */
async function failureOfStart(): Promise<{ code: string; message: string }> {
  const started = await openDeps(core.config).catch((error: unknown) => error);
  if (started instanceof Error && "code" in started)
    return { code: String(started.code), message: started.message };
  throw new Error("It started.");
}

async function checks(): Promise<unknown[]> {
  return core.deps.database.keyChecks.find().sort({ _id: 1 }).toArray();
}

/** What stands in the folder of the key file, byte by byte. */
function folder(): [string, string][] {
  return readdirSync(dirname(path)).map((name) => [name, readFileSync(`${dirname(path)}/${name}`, "utf8")]);
}

describe("at start, with nothing changed,", () => {
  test("a lost key file is said", async () => {
    const before = await checks();
    await rm(path);
    expect(await failureOfStart()).toEqual({
      code: "keys-lost",
      message: `The key file ${path} is gone, and the database was written with it: restore it from your backup. Nothing was changed.`,
    });
    expect(existsSync(path)).toBe(false);
    expect(await checks()).toEqual(before);
  });

  test("the key file of another installation is said", async () => {
    const before = await checks();
    await writeKeyFile(path, makeKeyFile(new Date()));
    const standing = folder();
    expect(await failureOfStart()).toMatchObject({
      code: "keys-lost",
      message: expect.stringContaining(
        "is not the one this database was written with (identity, links, sealing-1",
      ),
    });
    expect(folder()).toEqual(standing);
    expect(await checks()).toEqual(before);
  });

  test("a key file from before the last rotation is said", async () => {
    const old = readFileSync(path);
    await rotateKeys({ database: core.deps.database, now }, { path, settleTime: 0 });
    writeFileSync(path, old);
    expect(await failureOfStart()).toMatchObject({
      code: "keys-lost",
      message: expect.stringContaining("(sealing-2 differ or are missing)"),
    });
    expect(readFileSync(path)).toEqual(old);
  });

  test.each(["", "{", "[]", '{"identity":"x"}'])("a key file that reads %j is said", async (text) => {
    writeFileSync(path, text);
    expect(await failureOfStart()).toEqual({
      code: "configuration",
      message: `${path} is not a key file of Sheaf; restore it from your backup.`,
    });
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});

test("without the discarded key it starts, and a process that still knew it does not bring it back", async () => {
  const { database } = core.deps;
  await rotateKeys({ database, now }, { path, settleTime: 0 });
  const before = readFileSync(path);
  await discardKey({ database, now }, path, 1);
  const started = await openDeps(core.config);
  await started.close();
  const file = readFileSync(path);
  writeFileSync(path, before);
  await (await openDeps(core.config)).close();
  writeFileSync(path, file);
  await (await openDeps(core.config)).close();
});

describe("keys create", () => {
  test("keeps a file that is there, and makes none for a database that was written with another", async () => {
    const standing = folder();
    expect(await createKeys(core.deps, path)).toBe("kept");
    expect(folder()).toEqual(standing);
    await rm(path);
    await expect(createKeys(core.deps, path)).rejects.toMatchObject({ code: "keys-lost" });
    expect(existsSync(path)).toBe(false);
  });

  test("ten at once make one file, which all of them find", async () => {
    await rm(path);
    await core.deps.database.keyChecks.deleteMany({});
    const made = await Promise.all(Array.from({ length: 10 }, () => createKeys(core.deps, path)));
    expect(made.filter((outcome) => outcome === "created")).toHaveLength(1);
    expect(readdirSync(dirname(path))).toEqual(["keys.json"]);
    await (await openDeps(core.config)).close();
  });
});

describe("while it runs", () => {
  test("a new sealing key is taken from the file, another file is not", async () => {
    const { keys } = core.deps;
    const file = await readKeyFile(path);
    if (!file) throw new Error("The key file is gone.");
    await writeKeyFile(path, { ...withSealingKey(file, 2, new Date()), current: 2 });
    await waitFor("the new key to be used", () => keys.current().id === 2);
    const fingerprints = keys.fingerprints();
    await writeKeyFile(path, withSealingKey(makeKeyFile(new Date()), 3, new Date()));
    await wait(2 * keyFileInterval);
    expect(keys.fingerprints()).toEqual(fingerprints);
    await rm(path);
    await wait(2 * keyFileInterval);
    expect(keys.fingerprints()).toEqual(fingerprints);
    await writeKeyFile(path, withoutSealingKey({ ...withSealingKey(file, 4, new Date()), current: 4 }, 1));
    await waitFor("the file to be read again", () => keys.current().id === 4);
    expect(keys.sealing(1)).toBeUndefined();
  });
});
