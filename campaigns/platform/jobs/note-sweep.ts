import type { Deps } from "../deps.ts";
import type { Measure } from "../measures.ts";
import { type SweepName, sweeps } from "./queues.ts";

/** A sweep that runs every few seconds is noted this often at most by each process, in milliseconds. */
const noteEvery = 15_000;

const notedAt = new WeakMap<object, Map<SweepName, number>>();

/** Notes that a sweep has ended well. */
export async function noteSweep({ database }: Pick<Deps, "database">, name: SweepName): Promise<void> {
  const noted = notedAt.get(database) ?? new Map<SweepName, number>();
  notedAt.set(database, noted);
  if (performance.now() - (noted.get(name) ?? Number.NEGATIVE_INFINITY) < noteEvery) return;
  await database.sweepNotes.updateOne({ _id: name }, [{ $set: { endedAt: "$$NOW" } }], { upsert: true });
  noted.set(name, performance.now());
}

/** How long ago each sweep last ended well. */
export function sweepMeasures({ database, now }: Pick<Deps, "database" | "now">): Measure[] {
  return [
    {
      name: "sheaf_sweep_age_seconds",
      help: "Time since a sweep last ended well, by name",
      labels: ["sweep"],
      async measure() {
        const notes = await database.sweepNotes.find({ _id: { $in: sweepNames } }).toArray();
        return notes.map(({ _id, endedAt }) => ({
          labels: { sweep: _id },
          value: Math.max(now().getTime() - endedAt.getTime(), 0) / 1_000,
        }));
      },
    },
    {
      name: "sheaf_sweep_interval_seconds",
      help: "How often each sweep is to run",
      labels: ["sweep"],
      measure: async () => sweepNames.map((sweep) => ({ labels: { sweep }, value: sweeps[sweep] / 1_000 })),
    },
  ];
}

const sweepNames = Object.keys(sweeps).filter((name): name is SweepName => Object.hasOwn(sweeps, name));
