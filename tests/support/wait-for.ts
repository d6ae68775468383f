import { setTimeout as wait } from "node:timers/promises";

/** Between two askings, in milliseconds: at first little, then so much that asking takes nobody the machine. */
const [shortest, longest] = [5, 30];

/**
 * Asks again until the answer is something other than undefined or false. @throws Error after `timeoutMs` milliseconds,
 * which say that something hangs, not that a machine is busy.
 */
export async function waitFor<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let pause = shortest; ; pause = Math.min(pause * 1.3, longest)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}.`);
    await wait(pause);
  }
}
