import { setTimeout as wait } from "node:timers/promises";

/** One thing to measure: each round gives a figure. */
export type Side = { name: string; round(): Promise<number> };

/** Pause between rounds, in milliseconds, so that one side's leftovers are not charged to the next. */
const breath = 300;

/** Runs every side once per round, one after another (A-B-A-B), and returns the figures of each by name. */
export async function inTurns(sides: readonly Side[], rounds: number): Promise<Map<string, number[]>> {
  const figures = new Map(sides.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const side of sides) {
      figures.get(side.name)?.push(await side.round());
      await wait(breath);
    }
  }
  return figures;
}
