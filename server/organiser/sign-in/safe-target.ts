/** Where to go after signing in: a path of the console, whatever an address claims; otherwise the start page. */
export function safeTarget(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 1_000) return "/organiser";
  return /^\/(?:organiser|staff)(?:[/?][\w\-./~%?&=:+,]*)?$/.test(wanted) && !wanted.includes("//")
    ? wanted
    : "/organiser";
}
