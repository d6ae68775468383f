import type { FastifyRequest } from "fastify";
import { recordAudit } from "#campaigns/audit/record-audit.ts";
import type { Deps } from "#campaigns/open.ts";
import { type InTransaction, withTransaction } from "#campaigns/platform/in-transaction.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";

/**
 * Changes the signed-in account and records the act, both or neither; it is not recorded when the change was not
 * `isDone`.
 */
export function withAudit<T>(
  deps: Deps,
  request: FastifyRequest,
  act: string,
  change: (deps: Deps & InTransaction) => Promise<T>,
  isDone: (outcome: T) => boolean = (outcome) => outcome !== false,
): Promise<T> {
  return withTransaction(deps, async (inner) => {
    const outcome = await change(inner);
    if (isDone(outcome)) await recordAudit(inner, actorOf(request), act, `account/${accountOf(request).id}`);
    return outcome;
  });
}
