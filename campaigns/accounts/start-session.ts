import { hash, randomBytes } from "node:crypto";
import { Types } from "mongoose";
import { hour } from "../platform/durations.ts";
import type { InTransaction } from "../platform/in-transaction.ts";
import type { Deps } from "./deps.ts";
import type { Session, SignInMethod } from "./session.model.ts";

/** How long somebody stays signed in, in milliseconds: without activity, and in any case. */
export const sessionLimits = { idle: 2 * hour, absolute: 12 * hour } as const;

const keptAfter = 24 * hour;

/** Where a session is started: a shortened network, and the browser in two words. */
export type Whereabouts = Pick<Session, "from" | "browser">;

type Start = Whereabouts & {
  method: SignInMethod;
  /** The session on the same browser whose place it takes: it inherits the grace to go without a second step. */
  insteadOf?: Types.ObjectId | undefined;
};

/** Signs an account in on one browser; returns the value for its cookie, which is stored nowhere. */
export async function startSession(
  { database, now, transaction }: Pick<Deps, "database" | "now"> & InTransaction,
  account: string,
  { method, insteadOf, ...where }: Start,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const at = now();
  const session = {
    _id: new Types.ObjectId(),
    token: hashToken(token),
    account: new Types.ObjectId(account),
    method,
    at,
    seenAt: at,
    provedAt: at,
    ...where,
    keptUntil: new Date(at.getTime() + sessionLimits.absolute + keptAfter),
  };
  await database.sessions.insertOne(session, transaction);
  if (insteadOf) {
    const heir = { _id: session.account, "grace.session": insteadOf };
    await database.accounts.updateOne(heir, { $set: { "grace.session": session._id } }, transaction);
  }
  return token;
}

/** How a session is found by its cookie. A long random value needs no slow hash. */
export function hashToken(token: string): Buffer {
  return hash("sha256", token, "buffer");
}
