import { sweepMeasures } from "../platform/jobs/note-sweep.ts";
import { diskMeasures } from "../platform/measure-disk.ts";
import type { Measure, Measured } from "../platform/measures.ts";
import { backlogMeasures } from "../signing/sheets/measure-backlog.ts";
import type { Deps } from "../updates/deps.ts";

type MeasureDeps = Pick<Deps, "database" | "now">;

/** Where counting stops. */
const mostCounted = 100_000;

/**
 * How the work of an installation gets on, read from MongoDB: every process of workers tells the same, also one just
 * started.
 */
export function workMeasures(deps: MeasureDeps): Measure[] {
  const { connection } = deps.database;
  return [
    ...backlogMeasures(deps),
    ...letterMeasures(deps),
    ...sweepMeasures(deps),
    ...diskMeasures(connection),
    {
      name: "sheaf_mail_held",
      help: "1 while no mail leaves because the database was restored from a backup",
      measure: async () => [{ value: (await deps.database.mailMarks.findOne())?.heldAt ? 1 : 0 }],
    },
    {
      name: "sheaf_dispatches",
      help: "Mails of all updates, by what became of them",
      labels: ["state"],
      measure: () => countDispatches(deps),
    },
    {
      name: "sheaf_drift",
      help: "Places where the last recount found a count apart from what it counts, by campaign",
      labels: ["campaign", "against"],
      measure: () => readNotes(deps, ({ drift }) => drift),
    },
    {
      name: "sheaf_recount_age_seconds",
      help: "Time since the last recount, by campaign",
      labels: ["campaign", "against"],
      measure: () => readNotes(deps, ({ at }) => Math.max(deps.now().getTime() - at.getTime(), 0) / 1_000),
    },
  ];
}

function letterMeasures({ database, now }: MeasureDeps): Measure[] {
  const due = { state: "due" } as const;
  return [
    {
      name: "sheaf_letters_due",
      help: "Letters whose time has come and that have not been sent",
      measure: async () => [
        { value: await database.letters.countDocuments(due, { limit: mostCounted, hint: "due" }) },
      ],
    },
    {
      name: "sheaf_letters_due_seconds",
      help: "For how long the first of those has waited",
      async measure() {
        const first = await database.letters.findOne(due, { sort: { dueAt: 1 }, projection: { dueAt: 1 } });
        return [{ value: first ? Math.max(now().getTime() - first.dueAt.getTime(), 0) / 1_000 : 0 }];
      },
    },
  ];
}

async function countDispatches({ database }: MeasureDeps): Promise<Measured[]> {
  const groups = await database.updates.collection
    .aggregate<{ _id: string; count: number }>([
      { $project: { counts: { $objectToArray: "$counts" } } },
      { $unwind: "$counts" },
      { $group: { _id: "$counts.k", count: { $sum: "$counts.v" } } },
    ])
    .toArray();
  return groups.map(({ _id, count }) => ({ labels: { state: _id }, value: count }));
}

async function readNotes(
  { database }: MeasureDeps,
  measured: (note: { drift: number; at: Date }) => number,
): Promise<Measured[]> {
  const notes = await database.recounts.find().toArray();
  return notes.map((note) => ({
    labels: { campaign: note.campaign, against: note.against },
    value: measured(note),
  }));
}
