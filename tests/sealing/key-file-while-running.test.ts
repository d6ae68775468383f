import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { followKeyFile } from "#campaigns/platform/sealing/follow-key-file.ts";
import { createKeyFile, makeKeyFile, writeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { openKeys } from "#campaigns/platform/sealing/keys.ts";
import { collectLog } from "../support/core.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { waitFor } from "../support/wait-for.ts";

test("a key file that breaks, goes or is another's while processes run is said at once, and when it is right again", async () => {
  const path = join(temporaryFolder(), "keys.json");
  const own = makeKeyFile(new Date());
  await writeKeyFile(path, own);
  const { log, logged } = collectLog();
  const followed = followKeyFile(path, openKeys(own), log);
  const said = (text: string) => waitFor(text, () => logged().includes(text));
  expect(followed.problem()).toBeUndefined();
  writeFileSync(path, "{");
  await said("is not a key file of Sheaf");
  rmSync(path);
  await said("is gone");
  await writeKeyFile(path, makeKeyFile(new Date()));
  await said("of another installation");
  expect(followed.problem()).toBeDefined();
  await writeKeyFile(path, own);
  await said("is usable again");
  expect(followed.problem()).toBeUndefined();
  followed.stop();
});

test("a key file that can't be replaced stays as it is, no draft with secrets is left, and it is said what to do", async () => {
  // A file that is mounted by itself can't be renamed over, nor can a folder, which a test may make.
  const path = join(temporaryFolder(), "keys.json");
  mkdirSync(path);
  writeFileSync(join(path, "mount"), "");
  for (const write of [writeKeyFile, createKeyFile]) {
    const outcome = await write(path, makeKeyFile(new Date())).catch((error: unknown) => error);
    if (outcome !== false) {
      expect(outcome).toMatchObject({
        code: "keys-refused",
        message: expect.stringContaining("mount the folder"),
      });
    }
    expect(readdirSync(dirname(path))).toEqual(["keys.json"]);
  }
});
