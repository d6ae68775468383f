import type { Queue } from "bullmq";
import type { Logger } from "pino";
import { queues, sweeps } from "#campaigns/platform/jobs/queues.ts";

/** How often the schedule is checked, in milliseconds: Redis may have come back empty. */
const lookEvery = 3_000;

/** Keeps every sweep scheduled, even if Redis forgets. Several processes may do so at once. */
export function keepSweeping(queue: Queue, log: Logger, now: () => Date): { stop(): void } {
  const look = async () => {
    for (const [name, every] of Object.entries(sweeps)) {
      const next = (await queue.getJobScheduler(name))?.next;
      // One that lies far ahead was counted by a clock that was wrong.
      if (next === undefined || next - now().getTime() > every + lookEvery)
        await schedule(queue, name, every);
    }
  };
  const tryLook = () => {
    look().catch((error: Error) => log.debug({ reason: error.message }, "sweeps can't be scheduled now"));
  };
  tryLook();
  const timer = setInterval(tryLook, lookEvery);
  return { stop: () => clearInterval(timer) };
}

async function schedule(queue: Queue, name: string, every: number): Promise<void> {
  await queue.upsertJobScheduler(name, { every }, { name, data: {}, opts: queues.sweep.options });
}
