import { addLetters, letterId } from "../../mail/add-letters.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import type { Placement } from "../roll/place-lines.ts";
import type { Line, Sheet } from "../sheets/sheet.model.ts";
import { buildWaitEnd } from "./build-wait-end.ts";

type ConfirmedLine = { line: Line; index: number; confirms: LineRef };

/**
 * Completes the confirmations that a counting sheet carries: the lines that asked for them become `confirmed`,
 * pending entries are removed, and whoever was counted is thanked. Returns the ids of the letters.
 */
export async function closeConfirmations(
  deps: Pick<Deps, "database" | "now">,
  sheet: Sheet,
  placements: Placement[],
): Promise<string[]> {
  const confirmed = sheet.lines.flatMap((line, index): ConfirmedLine[] =>
    line.confirms ? [{ line, index, confirms: line.confirms }] : [],
  );
  if (confirmed.length === 0) return [];
  // In this order: the pending entry may expire in between, and nothing waits a second time.
  const changes = (["waiting", "expired", "erased"] as const).flatMap((from) =>
    confirmed.map(({ line, confirms }) =>
      buildWaitEnd(confirms, { ...line, channel: sheet.channel }, { from, to: "confirmed" }),
    ),
  );
  await deps.database.sheets.bulkWrite(
    changes.map((updateOne) => ({ updateOne })),
    { ordered: true },
  );
  await deps.database.pending.deleteMany({ _id: { $in: confirmed.map(({ confirms }) => asKey(confirms)) } });
  const thanked = confirmed.filter(({ index }) => placements[index]?.outcome === "counted");
  await addLetters(
    deps,
    // Its links name the line that counts: that holds the name as she corrected it.
    thanked.map(({ line, index }) => ({
      purpose: "thanks",
      ref: { sheet: sheet._id, line: index },
      person: line.person,
      campaign: sheet.campaign,
      petition: line.petition,
      locale: line.locale,
      dueAt: sheet.at,
    })),
  );
  return thanked.map(({ index }) => letterId("thanks", { sheet: sheet._id, line: index }));
}

/** MongoDB compares embedded keys field by field, in order. */
function asKey({ sheet, line }: LineRef): LineRef {
  return { sheet, line };
}
