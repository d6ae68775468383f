/** Persons by the moment at which they will click, the earliest first: a binary heap. */
export class DueClicks {
  readonly #persons: number[] = [];
  readonly #moments: number[] = [];

  get size(): number {
    return this.#persons.length;
  }

  /** The earliest moment; infinity when nobody is left. */
  get next(): number {
    return this.#moments[0] ?? Number.POSITIVE_INFINITY;
  }

  add(person: number, moment: number): void {
    let at = this.#persons.push(person) - 1;
    this.#moments.push(moment);
    for (let above = (at - 1) >> 1; at > 0 && this.#isBefore(at, above); above = (at - 1) >> 1) {
      this.#swap(at, above);
      at = above;
    }
  }

  take(): number | undefined {
    const [first] = this.#persons;
    this.#swap(0, this.#persons.length - 1);
    this.#persons.pop();
    this.#moments.pop();
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = right < this.size && this.#isBefore(right, left) ? right : left;
      if (least >= this.size || !this.#isBefore(least, at)) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    return (this.#moments[one] ?? 0) < (this.#moments[other] ?? 0);
  }

  #swap(one: number, other: number): void {
    for (const list of [this.#persons, this.#moments]) {
      const value = list[one] ?? 0;
      list[one] = list[other] ?? 0;
      list[other] = value;
    }
  }
}
