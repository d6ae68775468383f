import { DomainError } from "#campaigns/platform/errors.ts";

/** For `catch`: a link or ticket that is over is an outcome, not a failure. */
export function unlessLink(error: unknown): null {
  if (error instanceof DomainError && error.code.startsWith("link-")) return null;
  throw error;
}
