/**
 * Moments by MongoDB's clock, for filters (`$expr`) and pipeline updates: what several processes have to agree on is judged
 * by the one clock that all of them share, never by their own.
 */
export type TimeExpression = Readonly<Record<string, readonly unknown[]>>;

/** So many milliseconds from now; before now when negative. */
export function fromNow(milliseconds: number): TimeExpression {
  return { $add: ["$$NOW", milliseconds] };
}

/** Tells whether the moment in a field, plus so many milliseconds, has come. A field that is missing holds no moment to wait for. */
export function hasCome(field: string, milliseconds = 0): TimeExpression {
  return { $lte: [`$${field}`, milliseconds === 0 ? "$$NOW" : fromNow(-milliseconds)] };
}
