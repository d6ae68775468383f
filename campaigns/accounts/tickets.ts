import { createHmac, timingSafeEqual } from "node:crypto";
import { Types } from "mongoose";
import { addLetters } from "../outbox/add-letters.ts";
import type { AccountPurpose } from "../outbox/letter.model.ts";
import { minute } from "../platform/durations.ts";
import { DomainError } from "../platform/errors.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { sealText, unsealText } from "../platform/sealing/seal.ts";
import type { Deps } from "./deps.ts";
import type { Ticket, TicketPurpose } from "./ticket.model.ts";

/** How long a ticket is valid, in milliseconds. */
const ticketLife: Readonly<Record<TicketPurpose, number>> = {
  invitation: 7 * 24 * 60 * minute,
  reset: 60 * minute,
  address: 24 * 60 * minute,
  "address-notice": 24 * 60 * minute,
  code: 10 * minute,
  "passkey-sign-in": 10 * minute,
  "passkey-new": 10 * minute,
};

type TicketDeps = Pick<Deps, "database" | "keys" | "now"> & InTransaction;

const secretLength = 16;

type TicketFacts = {
  account?: Types.ObjectId | undefined;
  by?: Types.ObjectId | undefined;
  address?: string;
};

/** Makes a ticket. */
export async function addTicket(
  { database, keys, now, transaction }: TicketDeps,
  purpose: TicketPurpose,
  { account, by, address }: TicketFacts = {},
): Promise<Ticket> {
  const at = now();
  const _id = new Types.ObjectId();
  const ticket: Ticket = {
    _id,
    purpose,
    ...(account && { account }),
    ...(by && { by }),
    at,
    expiresAt: new Date(at.getTime() + ticketLife[purpose]),
    ...(address && { address: sealText(keys, addressOwner(_id), address) }),
  };
  await database.tickets.insertOne(ticket, transaction);
  return ticket;
}

/**
 * Makes a ticket whose letter is due at once; it goes to `address` if there is one, else to the account's own. Nobody
 * gets it where there is no account, but as much is written.
 */
export async function addMailedTicket(
  deps: TicketDeps,
  purpose: AccountPurpose,
  facts: TicketFacts,
): Promise<Ticket> {
  const ticket = await addTicket(deps, purpose, facts);
  const letter = { _id: `${purpose}-${ticket._id.toHexString()}`, purpose, ticket: ticket._id };
  await addLetters(deps, [letter], deps.transaction);
  return ticket;
}

/** The address that a ticket is about; undefined when it has none, or its key was retired in the days since. */
export function ticketAddress(keys: Keys, { _id, address }: Ticket): string | undefined {
  try {
    return address && unsealText(keys, addressOwner(_id), address);
  } catch {
    return undefined;
  }
}

function addressOwner(id: Types.ObjectId): Buffer {
  return Buffer.concat([Buffer.from("ticket address "), id.id]);
}

/** What the holder of a ticket presents: its id, and a secret that only our key can produce. */
export function ticketToken(keys: Keys, { _id, purpose }: Pick<Ticket, "_id" | "purpose">): string {
  return Buffer.concat([_id.id, secretOf(keys, purpose, _id).subarray(0, secretLength)]).toString(
    "base64url",
  );
}

/** The challenge that a passkey has to sign for a ticket. */
export function ticketChallenge(keys: Keys, { _id }: Pick<Ticket, "_id">): Buffer {
  return secretOf(keys, "challenge", _id);
}

/**
 * Finds a ticket that is still valid, without using it up.
 * @throws DomainError `link-unknown` when it is not one of ours, `link-expired` when it was used or has expired.
 */
export async function openTicket(deps: TicketDeps, purpose: TicketPurpose, token: string): Promise<Ticket> {
  const _id = readId(deps.keys, purpose, token);
  const ticket = await deps.database.tickets.findOne({ _id, purpose, expiresAt: { $gt: deps.now() } });
  if (!ticket) throw expired();
  return ticket;
}

/** Uses up a ticket: if several try at once, one succeeds. @throws DomainError `link-unknown`, `link-expired`. */
export async function useTicket(deps: TicketDeps, purpose: TicketPurpose, token: string): Promise<Ticket> {
  const _id = readId(deps.keys, purpose, token);
  const good = { _id, purpose, expiresAt: { $gt: deps.now() } };
  const ticket = await deps.database.tickets.findOneAndDelete(good, { ...deps.transaction });
  if (!ticket) throw expired();
  return ticket;
}

/** Invalidates an account's tickets for some purposes. */
export async function voidTickets(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  account: Types.ObjectId,
  purposes: readonly TicketPurpose[],
): Promise<void> {
  await database.tickets.deleteMany({ account, purpose: { $in: [...purposes] } }, transaction);
}

function readId(keys: Keys, purpose: TicketPurpose, token: string): Types.ObjectId {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length === 12 + secretLength && bytes.toString("base64url") === token) {
    const id = new Types.ObjectId(bytes.subarray(0, 12));
    const secret = secretOf(keys, purpose, id).subarray(0, secretLength);
    if (timingSafeEqual(secret, bytes.subarray(12))) return id;
  }
  throw new DomainError(
    "link-unknown",
    "This link is not complete or not ours: open it again from the mail.",
  );
}

function secretOf(keys: Keys, purpose: string, id: Types.ObjectId): Buffer {
  return createHmac("sha256", keys.links()).update(`ticket ${purpose}\n`).update(id.id).digest();
}

function expired(): DomainError {
  return new DomainError(
    "link-expired",
    "This link was used already, or its time is over: ask for a new one.",
  );
}
