/** 95 out of 100 such intervals contain the true share. */
const z = 1.959_963_985;

/**
 * The Wilson interval of a share: where the true value lies, given `hits` of `all`. Null when there is nothing to go
 * by.
 */
export function wilsonInterval(hits: number, all: number): { low: number; high: number } | null {
  if (all <= 0 || hits < 0 || hits > all) return null;
  const part = hits / all;
  const spread = z * Math.sqrt((part * (1 - part) + (z * z) / (4 * all)) / all);
  const middle = part + (z * z) / (2 * all);
  const whole = 1 + (z * z) / all;
  return { low: Math.max(0, (middle - spread) / whole), high: Math.min(1, (middle + spread) / whole) };
}
