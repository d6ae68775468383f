import { type Actor, recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import { mailboxKey } from "../../texts/mailbox-key.ts";
import type { Deps } from "../deps.ts";
import { suppress } from "./suppress.ts";
import type { LiftingReason, Suppression } from "./suppression.model.ts";

type ChangeDeps = Pick<Deps, "database" | "keys" | "now">;

/**
 * What is known about an address: its blind key, and its current or former suppression. `email` must be an address.
 */
export async function findSuppression(
  { database, keys }: Pick<Deps, "database" | "keys">,
  email: string,
): Promise<{ key: Buffer; suppression: Suppression | null }> {
  const key = mailboxKey(keys, email);
  return { key, suppression: await database.suppressions.findOne({ _id: key }) };
}

/** An account stops updates to an address; the audit trail has only its blind key. `email` must be an address. */
export async function suppressByHand(
  deps: ChangeDeps,
  { actor, email }: { actor: Actor; email: string },
): Promise<void> {
  const key = mailboxKey(deps.keys, email);
  await withTransaction(deps, async (inner) => {
    await suppress(inner, key, "by-hand", { source: "account" });
    await recordAudit(inner, actor, "suppression.add", nameOf(key));
  });
}

/**
 * Lets updates go to an address again, with a reason for the audit trail.
 * @throws DomainError `not-found` when it is not suppressed.
 */
export async function liftSuppression(
  deps: Pick<Deps, "database" | "now">,
  { actor, key, why }: { actor: Actor; key: Buffer; why: LiftingReason },
): Promise<void> {
  await withTransaction(deps, async (inner) => {
    const suppression = await inner.database.suppressions.findOneAndUpdate(
      { _id: key, lifted: { $exists: false } },
      { $set: { lifted: { at: deps.now(), why } } },
      inner.transaction,
    );
    if (!suppression) throw new DomainError("not-found", "Nothing suppresses this address any more.");
    await recordAudit(inner, actor, "suppression.lift", nameOf(key), { was: suppression.reason, why });
  });
}

function nameOf(key: Buffer): string {
  return `suppression/${key.toString("hex")}`;
}
