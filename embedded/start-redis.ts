import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { findBinary } from "./find-binary.ts";
import { findFreePort } from "./free-port.ts";
import { launch } from "./launch.ts";
import type { Service, ServiceOptions } from "./start-mongod.ts";
import { waitUntilReady } from "./wait-until-ready.ts";

/**
 * Starts Redis on a folder, on the loopback address, with an append-only file synced every second and `noeviction`,
 * and waits until it answers. `databases` is the number of numbered databases.
 * @throws StartError with Redis's own reason when it does not start.
 */
export async function startRedis({
  folder,
  port,
  binary,
  log,
  onLaunch,
  databases = 16,
}: ServiceOptions & { databases?: number }): Promise<Service> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const chosen = port ?? (await findFreePort());
  const args = ["--port", `${chosen}`, "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  args.push("--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction");
  args.push("--databases", `${databases}`, "--daemonize", "no");
  const command = binary ?? findBinary("redis-server");
  const child = await launch({ name: "Redis", command, args, log, timeoutMs: 15_000 });
  onLaunch?.(child);
  try {
    await waitUntilReady("Redis", child, () => answersPing(chosen));
  } catch (error) {
    await child.kill();
    throw error;
  }
  return { ...child, port: chosen, uri: `redis://127.0.0.1:${chosen}` };
}

/** Also false while Redis is still loading its file and answers with an error. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once("connect", () => socket.write("PING\r\n"));
    socket.once("data", (reply) => {
      resolve(reply.toString().startsWith("+PONG"));
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
