import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { StoredAccount, StoredPasskey } from "./account.model.ts";
import type { Deps } from "./deps.ts";
import { findAccount } from "./find-account.ts";
import { addTicket, ticketChallenge, ticketToken, useTicket } from "./tickets.ts";

type PasskeyDeps = Pick<Deps, "database" | "keys" | "now"> & InTransaction;

/** The site a passkey is for: its name, and the address that browsers see. */
export type Site = { id: string; origin: string };

/** What the browser is asked, and the ticket that has to come back with the answer. */
export type Asked = { ticket: string; options: object };

const mostPasskeys = 10;

/** Asks a browser for a new passkey of an account. */
export async function askForNewPasskey(deps: PasskeyDeps, site: Site, account: Account): Promise<Asked> {
  const { _id, passkeys } = await findAccount(deps, account.id);
  const ticket = await addTicket(deps, "passkey-new", { account: _id });
  const options = await generateRegistrationOptions({
    rpName: "Sheaf",
    rpID: site.id,
    userName: account.email,
    userDisplayName: account.name,
    userID: new Uint8Array(_id.id),
    challenge: new Uint8Array(ticketChallenge(deps.keys, ticket)),
    attestationType: "none",
    excludeCredentials: passkeys.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { ticket: ticketToken(deps.keys, ticket), options };
}

/** Stores a new passkey; false when the answer does not match the question. */
export async function addPasskey(
  deps: PasskeyDeps,
  site: Site,
  given: { account: string; ticket: string; answer: string; madeWith: string },
): Promise<boolean> {
  const ticket = await useTicket(deps, "passkey-new", given.ticket);
  const response = readAnswer(given.answer, isRegistration);
  if (!response || ticket.account?.toHexString() !== given.account) return false;
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: ticketChallenge(deps.keys, ticket).toString("base64url"),
    expectedOrigin: site.origin,
    expectedRPID: site.id,
  }).catch(() => null);
  if (!verified?.verified) return false;
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
  const passkey: StoredPasskey = {
    id,
    publicKey: Buffer.from(publicKey),
    counter,
    transports,
    madeWith: given.madeWith,
    at: deps.now(),
  };
  const { modifiedCount } = await deps.database.accounts.updateOne(
    { _id: ticket.account, [`passkeys.${mostPasskeys - 1}`]: { $exists: false } },
    { $push: { passkeys: passkey } },
    deps.transaction,
  );
  return modifiedCount === 1;
}

/** Removes a passkey from an account. */
export async function removePasskey(
  { database, transaction }: Pick<Deps, "database"> & InTransaction,
  account: string,
  passkey: string,
): Promise<void> {
  await database.accounts.updateOne(
    { _id: new Types.ObjectId(account) },
    { $pull: { passkeys: { id: passkey } } },
    transaction,
  );
}

/** Asks a browser for any passkey of this site. */
export async function askForPasskey(deps: PasskeyDeps, site: Site): Promise<Asked> {
  const ticket = await addTicket(deps, "passkey-sign-in");
  const options = await generateAuthenticationOptions({
    rpID: site.id,
    challenge: new Uint8Array(ticketChallenge(deps.keys, ticket)),
    userVerification: "required",
  });
  return { ticket: ticketToken(deps.keys, ticket), options };
}

/**
 * Finds the account a passkey belongs to; null when there is none. The device has verified its user, so this counts
 * as both steps of signing in.
 * @throws DomainError `link-unknown`, `link-expired` when the question was already answered or is too old.
 */
export async function checkPasskey(
  deps: PasskeyDeps,
  site: Site,
  given: { ticket: string; answer: string },
): Promise<StoredAccount | null> {
  const ticket = await useTicket(deps, "passkey-sign-in", given.ticket);
  const response = readAnswer(given.answer, isAuthentication);
  if (!response) return null;
  const stored = await deps.database.accounts.findOne({ "passkeys.id": response.id, state: "active" });
  const passkey = stored?.passkeys.find(({ id }) => id === response.id);
  if (!stored || !passkey) return null;
  const { id, counter } = passkey;
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: ticketChallenge(deps.keys, ticket).toString("base64url"),
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    credential: { id, counter, publicKey: new Uint8Array(bytesOf(passkey.publicKey)) },
  }).catch(() => null);
  if (!verified?.verified) return null;
  await deps.database.accounts.updateOne(
    { _id: stored._id, "passkeys.id": id },
    {
      $set: {
        "passkeys.$.counter": verified.authenticationInfo.newCounter,
        "passkeys.$.usedAt": deps.now(),
      },
    },
  );
  return stored;
}

/** Binary fields inside arrays come back as the driver's own type. */
function bytesOf(field: Buffer | { buffer: Uint8Array }): Uint8Array {
  return Buffer.isBuffer(field) ? field : field.buffer;
}

/** Checks that a browser's answer has the parts it must have; the library checks their contents. */
function readAnswer<Answer>(text: string, isAnswer: (answer: unknown) => answer is Answer): Answer | null {
  try {
    const answer: unknown = JSON.parse(text);
    return isAnswer(answer) ? answer : null;
  } catch {
    return null;
  }
}

function isRegistration(answer: unknown): answer is RegistrationResponseJSON {
  return hasParts(answer, "attestationObject");
}

function isAuthentication(answer: unknown): answer is AuthenticationResponseJSON {
  return hasParts(answer, "signature");
}

function hasParts(answer: unknown, part: string): boolean {
  if (typeof answer !== "object" || answer === null) return false;
  if (!("id" in answer && typeof answer.id === "string" && "response" in answer)) return false;
  const { response } = answer;
  return typeof response === "object" && response !== null && part in response;
}
