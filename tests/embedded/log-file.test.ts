import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "#embedded/log-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a log goes on where it was, and is set aside when it has grown", () => {
  const path = join(temporaryFolder(), "server.log");
  const first = openLog(path, 20);
  first.write("before the restart\n");
  first.close();
  const second = openLog(path, 20);
  second.write("after it\n");
  second.write("in a new file\n");
  second.close();
  expect(readFileSync(`${path}.1`, "utf8")).toBe("before the restart\nafter it\n");
  expect(readFileSync(path, "utf8")).toBe("in a new file\n");
});
