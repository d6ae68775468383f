import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findFreePort, tryPort } from "./free-port.ts";

/** The port this folder's service had last time, so that open tools find it again; a different one if it is taken. */
export async function keepPort(folder: string): Promise<number> {
  const path = join(folder, "port");
  const last = readPort(path);
  const free = last === undefined ? undefined : await tryPort(last, "127.0.0.1").catch(() => undefined);
  if (free !== undefined) return free;
  const port = await findFreePort();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path, `${port}\n`);
  return port;
}

function readPort(path: string): number | undefined {
  try {
    const port = Number(readFileSync(path, "utf8"));
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}
