import { expect, test } from "vitest";
import { openConnection } from "#campaigns/platform/open-connection.ts";
import { findBinary } from "#embedded/find-binary.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { launch } from "#embedded/launch.ts";
import { isListening } from "#embedded/wait-until-ready.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { waitFor } from "../support/wait-for.ts";

test("a MongoDB that is no replica set is refused with the reason, whether the address asks for one or not", async () => {
  const port = await findFreePort();
  const command = process.env.SHEAF_MONGOD ?? findBinary("mongod");
  const args = [
    "--dbpath",
    temporaryFolder(),
    "--port",
    `${port}`,
    "--bind_ip",
    "127.0.0.1",
    "--nounixsocket",
  ];
  const alone = await launch({
    name: "MongoDB",
    command,
    args: [...args, "--wiredTigerCacheSizeGB", "0.25"],
  });
  try {
    await waitFor("MongoDB", () => isListening(port), 60_000);
    for (const end of ["", "?replicaSet=rs0"]) {
      await expect(openConnection(`mongodb://127.0.0.1:${port}/sheaf${end}`)).rejects.toMatchObject({
        code: "configuration",
        message: expect.stringContaining("--replSet rs0"),
      });
    }
  } finally {
    await alone.kill();
  }
  await expect(openConnection(`mongodb://127.0.0.1:${port}/sheaf?replicaSet=rs0`)).rejects.toMatchObject({
    code: "database-unavailable",
  });
}, 120_000);
