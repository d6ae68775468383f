import type { Deps } from "../deps.ts";
import { addLetters, letterId } from "../mail/add-letters.ts";
import type { Placement } from "../roll/place-lines.ts";
import type { LineRef } from "../sealing/line-tokens.ts";
import type { Line, Sheet } from "./sheet.model.ts";

type ConfirmedLine = { line: Line; place: number; confirms: LineRef };

/**
 * Closes the confirmations that a counting sheet carries: the lines that asked for them read `confirmed`, what waited is
 * removed, and who was counted is thanked. Returns the ids of the letters.
 */
export async function closeConfirmations(
  deps: Pick<Deps, "database" | "now">,
  sheet: Sheet,
  placements: Placement[],
): Promise<string[]> {
  const confirmed = sheet.lines.flatMap((line, place): ConfirmedLine[] =>
    line.confirms ? [{ line, place, confirms: line.confirms }] : [],
  );
  if (confirmed.length === 0) return [];
  await deps.database.sheets.bulkWrite(
    confirmed.map(({ confirms }) => ({
      updateOne: {
        filter: { _id: confirms.sheet, outcomes: { $exists: true } },
        update: { $set: { [`outcomes.${confirms.line}`]: "confirmed" } },
      },
    })),
    { ordered: false },
  );
  await deps.database.pending.deleteMany({ _id: { $in: confirmed.map(({ confirms }) => asKey(confirms)) } });
  const thanked = confirmed.filter(({ place }) => placements[place]?.outcome === "counted");
  await addLetters(
    deps,
    thanked.map(({ line, confirms }) => ({
      purpose: "thanks",
      ref: confirms,
      person: line.person,
      campaign: sheet.campaign,
      locale: line.locale,
      dueAt: sheet.at,
    })),
  );
  return thanked.map(({ confirms }) => letterId("thanks", confirms));
}

/** MongoDB compares embedded keys field by field in their order. */
function asKey({ sheet, line }: LineRef): LineRef {
  return { sheet, line };
}
