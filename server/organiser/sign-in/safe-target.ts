import { consoleUrls } from "../console-urls.ts";

/** Where to go after signing in: a path of the console, whatever an address claims; otherwise the start page. */
export function safeTarget(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 1_000) return consoleUrls.home;
  return /^\/(?:organiser|staff)(?:[/?][\w\-./~%?&=:+,]*)?$/.test(wanted) && !wanted.includes("//")
    ? wanted
    : consoleUrls.home;
}
