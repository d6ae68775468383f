/**
 * Why something embedded can't start or continue: one sentence for the person at the terminal, with the command that
 * helps.
 */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** The message of whatever was thrown. */
export function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
