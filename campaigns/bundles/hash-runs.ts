import { hashNode } from "../platform/tree-hash.ts";

/** A complete subtree of 2^height leaves that a bundle doesn't show. */
export type HashRun = { height: number; hash: Buffer };

type Placed = HashRun & { start: number };

/**
 * Gathers leaves that a bundle doesn't show into the largest subtrees that they fill: from their hashes the root of the
 * whole log can be computed, and nothing else.
 */
export class HashRuns {
  #runs: Placed[] = [];

  /** Adds the hash of the leaf at a place; leaves come in their order. */
  add(hash: Buffer, place: number): void {
    let run: Placed = { height: 0, hash, start: place };
    for (let left = this.#runs.at(-1); left && areSiblings(left, run); left = this.#runs.at(-1)) {
      this.#runs.pop();
      run = { height: run.height + 1, hash: hashNode(left.hash, run.hash), start: left.start };
    }
    this.#runs.push(run);
  }

  /** Gives what was gathered since the last time, in its order. */
  take(): HashRun[] {
    const runs = this.#runs;
    this.#runs = [];
    return runs;
  }
}

function areSiblings(left: Placed, right: Placed): boolean {
  return left.height === right.height && left.start % 2 ** (left.height + 1) === 0;
}
