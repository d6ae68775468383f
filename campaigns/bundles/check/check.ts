/** One thing that was checked, in words, and what is wrong about it; nothing when it holds. */
export type Check = { says: string; problem?: string };

const mostShown = 5;

/** Gathers what is wrong about one thing; however much that is, some of it is shown. */
export class Problems {
  #count = 0;
  readonly #shown: string[] = [];

  add(problem: string): void {
    this.#count += 1;
    if (this.#shown.length < mostShown) this.#shown.push(problem);
  }

  /** The check in words. */
  check(says: string): Check {
    if (this.#count === 0) return { says };
    const more = this.#count - this.#shown.length;
    const problem = this.#shown.join("; ");
    return { says, problem: more > 0 ? `${problem}; and ${more} more` : problem };
  }
}

/** A check with its problems, if it has any. */
export function check(says: string, problems: readonly string[]): Check {
  const gathered = new Problems();
  for (const problem of problems) gathered.add(problem);
  return gathered.check(says);
}
