/** An entry of two lists beside each other: in both, in the older one only, or in the newer one only. */
export type Step<Entry> = { kind: "same" | "out" | "in"; entry: Entry };

/** Beyond so many comparisons nobody would read the outcome: all is taken as replaced then. */
const mostComparisons = 4_000_000;

/**
 * Sets two lists side by side with as many entries in common, in their order, as there are. What was taken out stands before
 * what was put in at the same place.
 */
export function compareLists<Entry>(
  before: readonly Entry[],
  after: readonly Entry[],
  isSame: (one: Entry, other: Entry) => boolean,
): Step<Entry>[] {
  const out = (entry: Entry): Step<Entry> => ({ kind: "out", entry });
  const put = (entry: Entry): Step<Entry> => ({ kind: "in", entry });
  if (before.length * after.length > mostComparisons) return [...before.map(out), ...after.map(put)];
  const common = countCommon(before, after, isSame);
  const steps: Step<Entry>[] = [];
  for (let [i, j] = [before.length, after.length]; i > 0 || j > 0; ) {
    // Both together, else the newer one's alone, else the older one's: whichever leaves most in common before it.
    const [withoutOlder, withoutNewer] = [common(i - 1, j), common(i, j - 1)];
    const isCommon = common(i, j) > Math.max(withoutOlder, withoutNewer);
    const kind = isCommon ? "same" : withoutNewer >= withoutOlder ? "in" : "out";
    if (kind !== "in") i -= 1;
    if (kind !== "out") j -= 1;
    const entries = kind === "out" ? before.slice(i, i + 1) : after.slice(j, j + 1);
    steps.push(...entries.map((entry): Step<Entry> => ({ kind, entry })));
  }
  return steps.reverse();
}

/** How many entries the first `i` of one list and the first `j` of another have in common, in their order; -1 where none are. */
function countCommon<Entry>(
  before: readonly Entry[],
  after: readonly Entry[],
  isSame: (one: Entry, other: Entry) => boolean,
): (i: number, j: number) => number {
  const width = after.length + 1;
  const counts = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => (i < 0 || j < 0 ? -1 : (counts[i * width + j] ?? -1));
  for (const [i, one] of before.entries()) {
    for (const [j, other] of after.entries()) {
      counts[(i + 1) * width + j + 1] = isSame(one, other)
        ? at(i, j) + 1
        : Math.max(at(i, j + 1), at(i + 1, j));
    }
  }
  return at;
}
