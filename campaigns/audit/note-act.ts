import { setTimeout as wait } from "node:timers/promises";
import type { Deps } from "../deps.ts";
import { DomainError } from "../errors.ts";
import { isDuplicate } from "../is-duplicate.ts";
import { asDomainError } from "../sheets/insert-once.ts";
import type { Actor, AuditDetails, AuditEntry } from "./entry.model.ts";
import { beginning, hashEntry } from "./hash-entry.ts";

export type { Actor } from "./entry.model.ts";

type AuditDeps = Pick<Deps, "database" | "now">;

/** Whoever is overtaken tries again behind who was faster; each turn somebody gets through, so this many writers may race. */
const mostTurns = 200;
/** Longest pause before another turn, in milliseconds. */
const longestPause = 20;

/**
 * Adds an act to the audit trail, behind the last entry. Any number of processes may do so at once, without a lock: the
 * number of an entry is its key, and whoever is second takes the next one.
 * @param on what it was done to: "campaign/petition", "account/<id>"
 * @param details facts without personal data
 * @throws DomainError `storage-away` or `storage-full`; the act is not noted then.
 */
export async function noteAct(
  deps: AuditDeps,
  actor: Actor,
  act: string,
  on: string,
  details?: AuditDetails,
): Promise<void> {
  for (let turn = 0; turn < mostTurns; turn += 1) {
    if (await append(deps, actor, { act, on, ...(details && { details }) })) return;
    await wait(Math.random() * longestPause);
  }
  throw new DomainError("storage-away", "The audit trail is busier than it can be: try again in a moment.");
}

/** Adds an entry behind the last one; false when somebody else's came first. */
async function append(
  { database, now }: AuditDeps,
  { account, organisation, role, from }: Actor,
  what: Pick<AuditEntry, "act" | "on" | "details">,
): Promise<boolean> {
  try {
    const [last] = await database.audit.find().sort({ _id: -1 }).limit(1).toArray();
    const entry = {
      _id: (last?._id ?? 0) + 1,
      previous: last?.hash ?? beginning,
      at: now(),
      ...{ account, organisation, role, from },
      ...what,
    };
    await database.audit.insertOne({ ...entry, hash: hashEntry(entry) });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw asDomainError(error);
  }
}
