/**
 * Times by MongoDB's clock, for filters (`$expr`) and pipeline updates: what several processes have to agree on is
 * judged by the one clock they share, never by their own.
 */
export type TimeExpression = Readonly<Record<string, readonly unknown[]>>;

/** A number of milliseconds from now; in the past when negative. */
export function fromNow(milliseconds: number): TimeExpression {
  return { $add: ["$$NOW", milliseconds] };
}

/** Whether the time in a field plus some milliseconds has passed; true when the field is missing. */
export function hasCome(field: string, milliseconds = 0): TimeExpression {
  return { $lte: [`$${field}`, milliseconds === 0 ? "$$NOW" : fromNow(-milliseconds)] };
}
