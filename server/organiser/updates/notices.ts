import type { ConsoleBook } from "../frame/console-book.ts";

/** What may have been done, as it appears in an address. */
const notices = new Set([
  "saved",
  "created",
  "submitted",
  "approved",
  "returned",
  "scheduled",
  "paused",
  "resumed",
  "cancelled",
  "again",
  "tested",
  "test-away",
  "test-unsourced",
  "listed",
  "unlisted",
  "picture",
  "templates",
]);

/** One sentence about what has just been done; nothing if it is unknown. */
export function sayNotice({ say }: ConsoleBook, name: string | undefined): string | undefined {
  return name && notices.has(name) ? say(`updates.notice.${name}`) : undefined;
}
