import { eventId } from "../mail/event-id.ts";
import { type Posted, readBounceAddress } from "../mail/verp.ts";
import type { Deps } from "./deps.ts";
import { findPosted } from "./find-posted.ts";
import { noteReturned } from "./note-returned.ts";
import { readReturnedMail } from "./read-returned-mail.ts";

/**
 * What a mail that came to a return address turned out to be; `foreign`: none of our mails is named in it, `repeated`: it
 * was known.
 */
export type ReturnOutcome =
  | "hard-bounce"
  | "soft-bounce"
  | "about-us"
  | "complaint"
  | "notice"
  | "answer"
  | "unreadable"
  | "foreign"
  | "repeated";

/**
 * Takes a mail that came to a return address: a bounce or a complaint is noted, answers are not read by anybody. Which mail
 * it is about says only a return address that we signed: whatever else it claims is not believed. `recipients` are the
 * envelope's; none where a mailbox is polled.
 */
export async function takeReturnedMail(
  deps: Pick<Deps, "database" | "keys" | "bounces" | "now">,
  raw: Buffer,
  recipients: readonly string[],
): Promise<ReturnOutcome> {
  const returned = await readReturnedMail(raw);
  if (returned.kind !== "bounce" && returned.kind !== "complaint") return returned.kind;
  const posted = nameMail(deps, [...recipients, ...returned.addresses]);
  const about = posted && (await findPosted(deps, posted));
  if (!about) return "foreign";
  const told =
    returned.kind === "complaint"
      ? ({ kind: "complaint", source: "report" } as const)
      : ({ ...returned.verdict, source: "report" } as const);
  const noted = await noteReturned(deps, eventId(told.kind, posted), told, about);
  return noted === "repeated" ? "repeated" : told.kind;
}

/** The first of some addresses that is a return address of ours. */
export function nameMail(
  { keys, bounces }: Pick<Deps, "keys" | "bounces">,
  addresses: readonly string[],
): Posted | undefined {
  if (!bounces) return undefined;
  for (const address of addresses) {
    const posted = readBounceAddress(keys, bounces, address);
    if (posted) return posted;
  }
  return undefined;
}
