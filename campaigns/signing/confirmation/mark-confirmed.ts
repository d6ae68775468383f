import { letterId } from "../../outbox/add-letters.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import { type DeltaScope, deltaKey } from "../sheets/count-deltas.ts";
import type { Line, Outcome, Sheet } from "../sheets/sheet.model.ts";
import type { SheetChange } from "./build-wait-end.ts";

/** A line of a counting sheet, and the line that it confirms. */
export type ConfirmedLine = { line: Line; index: number; confirms: LineRef };

/** What stands on a sheet whose lines are confirmed. */
type Standing = Pick<Sheet, "outcomes" | "confirmedBy">;

/** Of a line that waited once: it stays as it is, or becomes what stands after it, and is confirmed in the end. */
const beforeConfirmed = ["waiting", "expired", "erased"] as const;

/**
 * Marks lines as confirmed by a counting sheet, whatever stands there: what waits may expire meanwhile, and nothing
 * waits again. Gives those that this sheet confirmed and no other one, also when it is done again. Their count goes
 * with this sheet's own, so that the other sheet need not be folded once more for each of its lines.
 */
export async function markConfirmed(
  { database: { sheets } }: Pick<Deps, "database">,
  by: Pick<Sheet, "_id" | "channel">,
  confirmed: readonly ConfirmedLine[],
): Promise<ConfirmedLine[]> {
  // Clicked several times at once it is on the sheet as often, and ends one wait.
  const once = [...new Map(confirmed.map((one) => [letterId("confirm", one.confirms), one])).values()];
  const ids = [...new Map(once.map(({ confirms: { sheet } }) => [sheet.toHexString(), sheet])).values()];
  for (;;) {
    const projection = { outcomes: 1, confirmedBy: 1 };
    const found = await sheets.find({ _id: { $in: ids } }, { projection }).toArray();
    const standings = new Map<string, Standing>(found.map((sheet) => [sheet._id.toHexString(), sheet]));
    const standingOf = ({ confirms }: ConfirmedLine) => standings.get(confirms.sheet.toHexString());
    const mine = once.filter((one) => isConfirmedBy(by, one, standingOf(one)));
    const changes = once.flatMap((one) => confirmingChange(by, one, standingOf(one)));
    if (changes.length === 0) return mine;
    const merged = mergeBySheet(changes);
    const written = await sheets.bulkWrite(
      merged.map((updateOne) => ({ updateOne })),
      { ordered: false },
    );
    // Where somebody was faster it is looked at again.
    if (written.modifiedCount === merged.length) return [...mine, ...changes.map(({ one }) => one)];
  }
}

function isConfirmedBy(
  { _id }: Pick<Sheet, "_id">,
  { confirms: { line } }: ConfirmedLine,
  standing: Standing | undefined,
): boolean {
  return standing?.outcomes?.[line] === "confirmed" && _id.equals(standing.confirmedBy?.[line]);
}

type Change = SheetChange & { one: ConfirmedLine };

/** The change that confirms a line, required to stand as it was read; none when it is confirmed already. */
function confirmingChange(
  by: Pick<Sheet, "_id" | "channel">,
  one: ConfirmedLine,
  standing: Standing | undefined,
): Change[] {
  const { sheet, line } = one.confirms;
  const from = beforeConfirmed.find((outcome: Outcome) => outcome === standing?.outcomes?.[line]);
  if (!from) return [];
  const outcome = `outcomes.${line}`;
  const isCountedAs = from === "waiting" ? undefined : deltaKey(enteredScope(by, one), from);
  return [
    {
      one,
      filter: { _id: sheet, [outcome]: from },
      update: {
        $set: {
          [outcome]: "confirmed",
          [`confirmedBy.${line}`]: by._id,
          ...(isCountedAs !== undefined && { state: "processed" }),
        },
        $inc: isCountedAs === undefined ? {} : { [`deltas.${isCountedAs}`]: -1 },
      },
    },
  ];
}

/** What the dashboard counts a confirmed line by: as it was entered. */
export function enteredScope({ channel }: Pick<Sheet, "channel">, { line }: { line: Line }): DeltaScope {
  const { petition, version, locale, source, enteredCountry } = line;
  return { petition, version, locale, source, channel, country: enteredCountry ?? line.country };
}

/** What one sheet holds of several lines is one write. */
function mergeBySheet(changes: readonly Change[]): SheetChange[] {
  const bySheet = Map.groupBy(changes, ({ one }) => one.confirms.sheet.toHexString());
  return Array.from(bySheet.values(), (some) =>
    some
      .map(({ filter, update }): SheetChange => ({ filter, update }))
      .reduce((all, { filter, update: { $set, $inc } }) => ({
        filter: { ...all.filter, ...filter },
        update: { $set: { ...all.update.$set, ...$set }, $inc: addUp(all.update.$inc, $inc) },
      })),
  );
}

function addUp(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sums = { ...one };
  for (const [key, value] of Object.entries(other)) sums[key] = (sums[key] ?? 0) + value;
  return sums;
}
