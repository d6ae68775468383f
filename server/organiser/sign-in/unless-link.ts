import { DomainError } from "#campaigns/platform/errors.ts";

/** For `catch`: an expired or used link or ticket is an outcome, not a failure. */
export function unlessLink(error: unknown): null {
  if (error instanceof DomainError && error.code.startsWith("link-")) return null;
  throw error;
}
