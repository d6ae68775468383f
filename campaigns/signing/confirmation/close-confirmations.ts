import { addLetters, letterId } from "../../outbox/add-letters.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { Placement } from "../roll/place-lines.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import { type ConfirmedLine, markConfirmed } from "./mark-confirmed.ts";

/** The lines whose wait a sheet ended, and whether anybody is owed a letter. */
export type Closed = { confirmed: ConfirmedLine[]; hasLetters: boolean };

/**
 * Closes the confirmations that a counting sheet carries: the lines that asked for them read `confirmed`, what waited
 * is removed, and who was counted is owed her thanks.
 */
export async function closeConfirmations(
  deps: Pick<Deps, "database" | "now">,
  sheet: Sheet,
  placements: Placement[],
): Promise<Closed> {
  const confirming = sheet.lines.flatMap((line, index): ConfirmedLine[] =>
    line.confirms ? [{ line, index, confirms: line.confirms }] : [],
  );
  if (confirming.length === 0) return { confirmed: [], hasLetters: false };
  const confirmed = await markConfirmed(deps, sheet, confirming);
  await deps.database.pending.deleteMany({ _id: { $in: confirming.map(({ confirms }) => asKey(confirms)) } });
  const thanked = confirming.filter(({ index }) => placements[index]?.outcome === "counted");
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
  return { confirmed, hasLetters: thanked.length > 0 };
}

/** MongoDB compares embedded keys field by field, in order. */
function asKey({ sheet, line }: LineRef): LineRef {
  return { sheet, line };
}
