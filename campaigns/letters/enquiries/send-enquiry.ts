import { Types } from "mongoose";
import { addLetters } from "../../outbox/add-letters.ts";
import { day, hour } from "../../platform/durations.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import { sealText } from "../../platform/sealing/seal.ts";
import { emailProblem, tidyEmail } from "../../texts/check-email.ts";
import { nameProblem, tidyName } from "../../texts/check-name.ts";
import { mailboxKey } from "../../texts/mailbox-key.ts";
import type { Deps } from "../deps.ts";
import { findReaders } from "./find-readers.ts";

/** What somebody writes to an organisation, unchecked. */
export type EnquiryInput = { organisation: string; name: string; email: string; text: string };

/** What is wrong with an answer. */
export type EnquiryProblem = { field: "name" | "email" | "text"; code: string };

/** `nobody`: no account is there to read it. `too-many`: this mailbox, or all together, have written enough for now. */
export type EnquiryOutcome =
  | { kind: "sent" | "nobody" | "too-many" }
  | { kind: "refused"; problems: EnquiryProblem[] };

const longestText = 4_000;
const mostOfMailbox = 3;
const mostOfOrganisation = 30;

type EnquiryDeps = Pick<Deps, "database" | "keys" | "jobs" | "now">;

/**
 * Stores a message to an organisation, sealed, together with the letters that carry it to the people who read it. Their
 * addresses are shown to nobody, and the writer's stands in those letters only.
 * @throws DomainError `database-unavailable` or `storage-full`.
 */
export async function sendEnquiry(deps: EnquiryDeps, input: EnquiryInput): Promise<EnquiryOutcome> {
  const name = tidyName(input.name);
  const email = tidyEmail(input.email);
  const text = input.text.replaceAll("\r\n", "\n").trim();
  const problems = problemsOf(input, { name, email, text });
  if (problems.length > 0) return { kind: "refused", problems };
  const readers = await findReaders(deps, input.organisation);
  if (readers.length === 0) return { kind: "nobody" };
  const mailbox = mailboxKey(deps.keys, email);
  if (await isTooMuch(deps, input.organisation, mailbox)) return { kind: "too-many" };
  const _id = new Types.ObjectId();
  const sealed = sealText(deps.keys, _id.id, JSON.stringify([name, email, text]));
  const enquiry = { _id, organisation: input.organisation, mailbox, sealed, at: deps.now() };
  const letters = readers.map(({ _id: account }) => ({
    _id: `enquiry-${_id.toHexString()}-${account.toHexString()}`,
    purpose: "enquiry" as const,
    enquiry: _id,
    account,
  }));
  await withTransaction(deps, async (inner) => {
    await inner.database.enquiries.insertOne(enquiry, inner.transaction);
    await addLetters(inner, letters, inner.transaction);
  });
  deps.jobs.lettersDue();
  return { kind: "sent" };
}

function problemsOf(
  input: EnquiryInput,
  { name, email, text }: Pick<EnquiryInput, "name" | "email" | "text">,
): EnquiryProblem[] {
  const wrongText = text === "" ? "missing" : text.length > longestText ? "too-long" : undefined;
  const found = [
    { field: "name", code: nameProblem(input.name, name) },
    { field: "email", code: emailProblem(email) },
    { field: "text", code: wrongText },
  ] as const;
  return found.flatMap(({ field, code }) => (code === undefined ? [] : { field, code }));
}

async function isTooMuch(
  { database, now }: EnquiryDeps,
  organisation: string,
  mailbox: Buffer,
): Promise<boolean> {
  const since = (time: number) => ({ $gt: new Date(now().getTime() - time) });
  const [own, all] = await Promise.all([
    database.enquiries.countDocuments({ mailbox, at: since(day) }),
    database.enquiries.countDocuments({ organisation, at: since(hour) }),
  ]);
  return own >= mostOfMailbox || all >= mostOfOrganisation;
}
