/** 95 of 100 such intervals hold the true part. */
const z = 1.959_963_985;

/** The Wilson interval of a part: where the true one lies, when `hits` of `all` were seen. Null while nothing was seen. */
export function wilsonInterval(hits: number, all: number): { low: number; high: number } | null {
  if (all <= 0 || hits < 0 || hits > all) return null;
  const part = hits / all;
  const spread = z * Math.sqrt((part * (1 - part) + (z * z) / (4 * all)) / all);
  const middle = part + (z * z) / (2 * all);
  const whole = 1 + (z * z) / all;
  return { low: Math.max(0, (middle - spread) / whole), high: Math.min(1, (middle + spread) / whole) };
}
