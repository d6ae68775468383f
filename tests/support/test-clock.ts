/** A clock that a test turns. */
export type TestClock = {
  now(): Date;
  /** Turns it forward, in milliseconds. */
  advance(milliseconds: number): void;
};

export const second = 1_000;
export const minute = 60 * second;
export const hour = 3600 * second;
export const day = 24 * hour;

/**
 * A clock that begins at the true time, and moves on by a millisecond whenever it is read: no two things happen at
 * once.
 */
export function createTestClock(): TestClock {
  let time = Date.now();
  return {
    now: () => {
      time += 1;
      return new Date(time);
    },
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}
