import { setTimeout as wait } from "node:timers/promises";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Curve } from "../arrivals/curve.ts";
import { sendLoad } from "../load/send-load.ts";
import { waitUntilFolded } from "../replay/wait-until-folded.ts";
import { watchRun } from "../replay/watch-run.ts";
import type { Stage } from "../system/bench-campaign.ts";
import { readMongoTimes, subtract } from "../system/mongo-times.ts";
import { type Pids, readSharedMemory, readUsage } from "../system/usage.ts";
import type { ReadLetter } from "./read-letter.ts";
import type { WalkRun } from "./report-confirmed.ts";
import { Walk } from "./walk.ts";

/** What a walk goes through: `listen` says who hears of letters. */
export type Ground = {
  stage: Stage;
  port: number;
  connections: number;
  pids: Pids;
  listen(hear: (letter: ReadLetter) => void): void;
};

/** Everybody of a curve goes the whole way, in a campaign; without a pace as fast as all goes. */
export async function runWalk(
  { stage, port, connections, pids, listen }: Ground,
  { slug: campaign }: Campaign,
  { curve, pace, pages = false }: { curve: Curve; pace?: number; pages?: boolean },
): Promise<{ walk: Walk; run: WalkRun; refused: string }> {
  // The same people go every walk: each has her allowance of letters anew.
  await stage.database.mailboxes.deleteMany({});
  const first = readUsage(pids);
  const before = await readMongoTimes(stage.database);
  const host = `127.0.0.1:${port}`;
  const walk = new Walk({ curve, campaign, host, pages, ...(pace !== undefined && { pace }) });
  listen((letter) => walk.receive(letter));
  const clicking = Array.from({ length: curve.persons }, (_, person) => Number(walk.clicks(person)));
  const watch = watchRun(
    stage.database,
    pids,
    clicking.reduce((sum, one) => sum + one, 0),
  );
  const startedAt = performance.now();
  await sendLoad({
    ...{ port, connections },
    take: () => walk.take(),
    compose: (request) => walk.compose(request),
    answered(answer) {
      const before = walk.count;
      const again = walk.answered(answer);
      if (walk.count > before) watch.answered(walk.count);
      return again;
    },
  });
  await waitUntilFolded(stage.database);
  const seconds = (performance.now() - startedAt) / 1_000;
  await waitUntilSent(stage);
  await watch.stop();
  const run = {
    ...{ persons: walk.persons, confirmed: walk.count, seconds, marks: watch.marks },
    usage: { first, last: readUsage(pids) },
    mongoTimes: subtract(await readMongoTimes(stage.database), before),
  };
  const refused = [...walk.refusals].map(([what, times]) => `${what}: ${times}`).join(", ");
  return { walk, run, refused };
}

/** What became of the last letters is written down a moment after they came. */
async function waitUntilSent({ database }: Stage): Promise<void> {
  while ((await database.letters.countDocuments({ state: "due" })) > 0) await wait(50);
}

const lookEvery = 250;

/** Watches the memory that some processes take together; gives the most that it saw, in MiB, and what each had then. */
export function watchMemory(pids: Pids): () => { most: number; each: Record<string, number> } {
  let seen = { most: 0, each: {} };
  const timer = setInterval(() => {
    const each = readSharedMemory(pids);
    const sum = Object.values(each).reduce((all, one) => all + one, 0);
    if (sum > seen.most) seen = { most: sum, each };
  }, lookEvery);
  return () => {
    clearInterval(timer);
    return seen;
  };
}
