import { findFreePort, tryPort } from "./free-port.ts";
import { StartError } from "./start-error.ts";

/**
 * Makes sure that the server can get its port; 0 means any free one. Returns the port.
 * @throws StartError saying what to do instead.
 */
export async function checkPort(port: number, host: string): Promise<number> {
  if (port === 0) return findFreePort();
  try {
    return await tryPort(port, host);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EACCES") {
      throw new StartError(`Port ${port} may only be used by root; take one above 1023: PORT=3000 npm start`);
    }
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new StartError(`This machine has no address ${host}; try HOST=127.0.0.1 npm start`);
    }
    throw new StartError(
      `Port ${port} is used by another program; start on another port: PORT=${await nextFree(port, host)} npm start`,
    );
  }
}

async function nextFree(port: number, host: string): Promise<number> {
  for (let next = port + 1; next < Math.min(port + 20, 65_536); next += 1) {
    const free = await tryPort(next, host).catch(() => undefined);
    if (free !== undefined) return free;
  }
  return findFreePort();
}
