/** A result of a bench, and its goal, if any. */
export type Figure = { name: string; value: number; goal?: { sign: "<=" | ">="; value: number } };

/** Prints one line per figure, such as `P1 0.52 goal >= 0.50`. */
export function printFigures(figures: readonly Figure[]): void {
  for (const { name, value, goal } of figures) {
    console.log(`${name} ${showNumber(value)}${goal ? ` goal ${goal.sign} ${showNumber(goal.value)}` : ""}`);
  }
}

/** The median of some values, and their range. */
export type Spread = { median: number; least: number; most: number };

/** Computes median, minimum and maximum. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return { median: (lower + upper) / 2, least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
}

/** Formats median and range: `12,345 (11,900 to 12,600)`. */
export function showSpread({ median, least, most }: Spread): string {
  return `${showNumber(median)} (${showNumber(least)} to ${showNumber(most)})`;
}

/** Whole numbers from a hundred up, with separators; two decimals below. */
export function showNumber(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(2);
}

/** Prints rows in columns, numbers to the right; the first row names them. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    console.log(row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  "));
}
