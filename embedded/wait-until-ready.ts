import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type Child, describeEnding } from "./launch.ts";
import { StartError } from "./start-error.ts";

/**
 * Calls `isReady` until it returns true.
 * @throws StartError when the program ends first or takes longer than `timeoutMs` milliseconds.
 */
export async function waitUntilReady(
  name: string,
  child: Child,
  isReady: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  let reason: string | undefined;
  void child.ended.then((ending) => {
    reason = `${name} ${describeEnding(ending)}`;
  });
  const deadline = Date.now() + timeoutMs;
  while (!(await isReady())) {
    if (reason) throw new StartError(reason);
    if (Date.now() > deadline) throw new StartError(`${name} does not answer after ${timeoutMs / 1000} s.`);
    await wait(25);
  }
}

/** Whether something accepts connections at this port of the loopback address. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const answer = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}
