import type { ConsoleBook } from "../frame/console-book.ts";

/** What can have been done, as it stands in an address. */
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
  "listed",
  "unlisted",
  "picture",
  "templates",
]);

/** One sentence on what has just been done; nothing for what is not known. */
export function sayNotice({ say }: ConsoleBook, name: string | undefined): string | undefined {
  return name && notices.has(name) ? say(`updates.notice.${name}`) : undefined;
}
