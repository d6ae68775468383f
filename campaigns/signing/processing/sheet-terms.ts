import type { Placement } from "../roll/place-lines.ts";
import type { Withdrawal } from "../roll/take-back.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import { addTerm, type Terms, termName, toTerms } from "../sheets/terms.ts";

/** What a sheet whose lines now wait for their confirmation adds to the sums. */
export function waitingTerms({ channel, lines }: Sheet): Terms {
  const sums = new Map<string, number>();
  for (const line of lines) addTerm(sums, termName({ ...line, channel }, "asked"), 1);
  return toTerms(sums);
}

/** What a sheet whose lines were placed on the roll adds to the sums. */
export function countingTerms({ channel, lines }: Sheet, placements: readonly Placement[]): Terms {
  const sums = new Map<string, number>();
  for (const [place, line] of lines.entries()) {
    const { petition, country, version, locale, source } = line;
    const of = { petition, country, channel, version, locale, source };
    addTerm(sums, termName(of, placements[place]?.outcome === "counted" ? "counted" : "repeats"), 1);
    if (line.confirms) addTerm(sums, termName(of, "clicks"), 1);
  }
  return toTerms(sums);
}

/** What a sheet that took signatures back adds to the sums. */
export function withdrawingTerms(withdrawals: readonly Withdrawal[]): Terms {
  const sums = new Map<string, number>();
  for (const { from } of withdrawals) {
    if (!from) continue;
    addTerm(sums, termName(from, "counted"), -1);
    addTerm(sums, termName(from, "withdrawn"), 1);
  }
  return toTerms(sums);
}
