import { type ConfirmedLine, enteredScope } from "../confirmation/mark-confirmed.ts";
import type { Placement } from "../roll/place-lines.ts";
import type { Withdrawal } from "../roll/take-back.ts";
import { type CountDeltas, deltaKey, increase, toDeltas } from "../sheets/count-deltas.ts";
import type { Sheet } from "../sheets/sheet.model.ts";

/** What a sheet whose lines now wait for their confirmation adds to the sums. */
export function waitingDeltas({ channel, lines }: Sheet): CountDeltas {
  const sums = new Map<string, number>();
  for (const line of lines) increase(sums, deltaKey({ ...line, channel }, "asked"), 1);
  return toDeltas(sums);
}

/** What a sheet whose lines were placed on the roll adds to the sums, with the waits that it ended. */
export function countingDeltas(
  { channel, lines }: Sheet,
  placements: readonly Placement[],
  confirmed: readonly ConfirmedLine[],
): CountDeltas {
  const sums = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const { petition, country, version, locale, source } = line;
    const of = { petition, country, channel, version, locale, source };
    increase(sums, deltaKey(of, placements[index]?.outcome === "counted" ? "counted" : "repeats"), 1);
    if (line.confirms) increase(sums, deltaKey(of, "clicks"), 1);
  }
  for (const one of confirmed) increase(sums, deltaKey(enteredScope({ channel }, one), "confirmed"), 1);
  return toDeltas(sums);
}

/** What a sheet that took signatures back adds to the sums. */
export function withdrawingDeltas(withdrawals: readonly Withdrawal[]): CountDeltas {
  const sums = new Map<string, number>();
  for (const { from } of withdrawals) {
    if (!from) continue;
    increase(sums, deltaKey(from, "counted"), -1);
    increase(sums, deltaKey(from, "withdrawn"), 1);
  }
  return toDeltas(sums);
}
