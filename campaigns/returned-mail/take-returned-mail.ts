import { eventId } from "../mail/event-id.ts";
import { type Posted, readBounceAddress } from "../mail/verp.ts";
import type { Deps } from "./deps.ts";
import { findPosted } from "./find-posted.ts";
import { noteReturned } from "./note-returned.ts";
import { readReturnedMail } from "./read-returned-mail.ts";

/**
 * What a mail to a return address turned out to be; `foreign`: it names none of our mails, `repeated`: already
 * known.
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
 * Handles a mail to a return address: a bounce or a complaint is recorded, replies are read by nobody. Only a return
 * address that we signed says which mail it is about: no other claim in it is believed. `recipients` are the
 * envelope's; empty for a polled mailbox.
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
  const recorded = await noteReturned(deps, eventId(told.kind, posted), told, about);
  return recorded === "repeated" ? "repeated" : told.kind;
}

/** The first of some addresses that is one of our return addresses. */
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
