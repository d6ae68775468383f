/**
 * The goal to aim for at a total: the first of the campaign's goals above it; past the last one, the total rounded up
 * to the next step of its own size (7,012,480 aims for 8,000,000).
 */
export function nextGoal(goals: readonly number[], total: number): number {
  const listed = goals.find((goal) => goal > total);
  if (listed !== undefined) return listed;
  const step = 10 ** Math.max(2, Math.floor(Math.log10(Math.max(total, 1))));
  return (Math.floor(total / step) + 1) * step;
}
