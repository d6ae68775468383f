import { addLetters, letterId } from "../outbox/add-letters.ts";
import { day } from "../platform/durations.ts";
import type { Pending } from "../signing/confirmation/pending.model.ts";
import type { Deps } from "./deps.ts";
import { personKey } from "./read-standing.ts";

/** A reminder does not follow sooner than that upon another letter that asked for the click. */
const apart = day;

const mostAtOnce = 1_000;

/**
 * Finds by time who is to be reminded that her confirmation waits, and notes a reminder for each: one, over all that
 * waits, and none before she had a letter at all. Tells how many. Whether it is still wanted is decided when it goes
 * out.
 */
export async function raiseReminders(deps: Pick<Deps, "database" | "jobs" | "now">): Promise<number> {
  let raised = 0;
  for (;;) {
    const found = await deps.database.pending
      .find({ remindAt: { $lte: deps.now() } })
      .sort({ remindAt: 1 })
      .limit(mostAtOnce)
      .toArray();
    if (found.length === 0) break;
    raised += await raise(deps, found);
    if (found.length < mostAtOnce) break;
  }
  if (raised > 0) deps.jobs.lettersDue();
  return raised;
}

async function raise(deps: Pick<Deps, "database" | "now">, found: readonly Pending[]): Promise<number> {
  const { pending, letters } = deps.database;
  const now = deps.now().getTime();
  const byPerson = Map.groupBy(found, ({ entry }) => personKey(entry.person));
  const persons = [...byPerson.values()].flatMap(([first]) => first?.entry.person ?? []);
  const told = await letters
    .aggregate<{ _id: Buffer; sent: Date | null; waits: number }>([
      { $match: { person: { $in: persons }, purpose: "confirm" } },
      {
        $group: {
          _id: "$person",
          sent: { $max: { $cond: [{ $eq: ["$state", "sent"] }, "$endedAt", null] } },
          waits: { $sum: { $cond: [{ $in: ["$state", ["due", "held"]] }, 1, 0] } },
        },
      },
    ])
    .toArray();
  const lastOf = new Map(told.map(({ _id, ...last }) => [personKey(_id), last]));
  const due: Pending[] = [];
  const over: Pending[] = [];
  const later: { some: Pending[]; remindAt: Date }[] = [];
  for (const [person, some] of byPerson) {
    const last = lastOf.get(person);
    const [first] = some;
    if (last?.waits) later.push({ some, remindAt: new Date(now + day) });
    else if (last?.sent && last.sent.getTime() + apart > now)
      later.push({ some, remindAt: new Date(last.sent.getTime() + apart) });
    else {
      over.push(...some);
      if (last?.sent && first) due.push(first);
    }
  }
  await addLetters(
    deps,
    due.map(({ _id: ref, entry: { person, mailbox, petition, locale }, campaign }) => ({
      ...{ _id: letterId("remind", ref), purpose: "remind", ref, person, campaign, petition, locale },
      ...(mailbox && { mailbox }),
    })),
  );
  const ids = (some: readonly Pending[]) => ({ _id: { $in: some.map(({ _id }) => _id) } });
  await pending.updateMany(ids(over), { $unset: { remindAt: "" } });
  for (const { some, remindAt } of later) await pending.updateMany(ids(some), { $set: { remindAt } });
  return due.length;
}
