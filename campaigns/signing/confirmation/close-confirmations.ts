import { addLetters, letterId } from "../../outbox/add-letters.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { Placement } from "../roll/place-lines.ts";
import type { Line, Outcome, Sheet } from "../sheets/sheet.model.ts";
import { buildWaitEnd } from "./build-wait-end.ts";

type ConfirmedLine = { line: Line; index: number; confirms: LineRef };

/**
 * Closes the confirmations that a counting sheet carries: the lines that asked for them read `confirmed`, what waited
 * is removed, and who was counted is owed her thanks. Tells whether anybody is.
 */
export async function closeConfirmations(
  deps: Pick<Deps, "database" | "now">,
  sheet: Sheet,
  placements: Placement[],
): Promise<boolean> {
  const confirmed = sheet.lines.flatMap((line, index): ConfirmedLine[] =>
    line.confirms ? [{ line, index, confirms: line.confirms }] : [],
  );
  if (confirmed.length === 0) return false;
  await markConfirmed(deps, sheet, confirmed);
  await deps.database.pending.deleteMany({ _id: { $in: confirmed.map(({ confirms }) => asKey(confirms)) } });
  const thanked = confirmed.filter(({ index }) => placements[index]?.outcome === "counted");
  await addLetters(
    deps,
    // Its links name the line that counts: that holds the name as she corrected it.
    thanked.map(({ line, index }) => {
      const ref = { sheet: sheet._id, line: index };
      const { person, mailbox, petition, locale } = line;
      const slot = placements[index]?.slot ?? 0;
      const { campaign } = sheet;
      return {
        _id: letterId("thanks", ref),
        purpose: "thanks",
        ref,
        slot,
        person,
        ...(mailbox && { mailbox }),
        campaign,
        petition,
        locale,
      };
    }),
  );
  return thanked.length > 0;
}

/** Of a line that waited once: it stays as it is, or becomes what stands after it, and is confirmed in the end. */
const beforeConfirmed = ["waiting", "expired", "erased"] as const;

/**
 * Marks lines as confirmed, whatever stands there: what waits may expire meanwhile, and nothing waits again. What one
 * sheet holds of them is one look and one write; it is done again where somebody was faster.
 */
async function markConfirmed(
  { database: { sheets } }: Pick<Deps, "database">,
  { channel }: Sheet,
  confirmed: readonly ConfirmedLine[],
): Promise<void> {
  // Clicked several times at once it is on the sheet as often, and ends one wait.
  const once = new Map(confirmed.map((one) => [letterId("confirm", one.confirms), one]));
  for (let left = [...once.values()]; left.length > 0; ) {
    const ids = [...new Map(left.map(({ confirms: { sheet } }) => [sheet.toHexString(), sheet])).values()];
    const found = await sheets.find({ _id: { $in: ids } }, { projection: { outcomes: 1 } }).toArray();
    const outcomes = new Map(found.map(({ _id, outcomes: some = [] }) => [_id.toHexString(), some]));
    const standing = ({ confirms: { sheet, line } }: ConfirmedLine) =>
      outcomes.get(sheet.toHexString())?.[line];
    left = left.filter((one) => beforeConfirmed.some((from) => from === standing(one)));
    if (left.length === 0) return;
    const bySheet = Map.groupBy(left, ({ confirms: { sheet } }) => sheet.toHexString());
    const changes = Array.from(bySheet.values(), (lines) =>
      lines
        .map((one) => endOf(one, channel, standing(one)))
        .reduce((all, { filter, update: { $set, $inc } }) => ({
          filter: { ...all.filter, ...filter },
          update: { $set: { ...all.update.$set, ...$set }, $inc: addUp(all.update.$inc, $inc) },
        })),
    );
    await sheets.bulkWrite(
      changes.map((updateOne) => ({ updateOne })),
      { ordered: false },
    );
  }
}

function endOf({ line, confirms }: ConfirmedLine, channel: Sheet["channel"], standing: Outcome | undefined) {
  const from = beforeConfirmed.find((one) => one === standing) ?? "waiting";
  return buildWaitEnd(confirms, { ...line, channel }, { from, to: "confirmed" });
}

function addUp(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sums = { ...one };
  for (const [key, value] of Object.entries(other)) sums[key] = (sums[key] ?? 0) + value;
  return sums;
}

/** MongoDB compares embedded keys field by field, in order. */
function asKey({ sheet, line }: LineRef): LineRef {
  return { sheet, line };
}
