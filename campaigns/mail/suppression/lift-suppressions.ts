import type { mongo } from "mongoose";
import { type Actor, recordAudit } from "../../audit/record-audit.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import type { LiftingReason, Suppression } from "./suppression.model.ts";

/** Which bounced addresses are meant: by what was said of them, by who receives for them, and by when that was. */
export type BouncedPart = {
  /** A code, such as 5.7.1, or its beginning, such as 5.7; all when left out. */
  status?: string | undefined;
  /** `mailProvider` of an address there; all when left out. */
  provider?: string | undefined;
  from: Date;
  /** Before this moment. */
  to: Date;
};

/** How many are lifted at once, in one transaction. */
export const mostLifted = 10_000;

/** Counts the addresses that a lifting would lift; more than `mostLifted` are not counted on. */
export function countBounced({ database }: Pick<Deps, "database">, part: BouncedPart): Promise<number> {
  return database.suppressions.countDocuments(filterOf(part), { limit: mostLifted + 1 });
}

/**
 * Lets updates go again to all addresses of a part, which somebody has counted: bounced ones only, for those who left
 * or complained said so herself. The audit keeps which part it was, and how many. Nothing is lifted when they are not
 * as many any more as were counted, or too many.
 */
export async function liftSuppressions(
  deps: Pick<Deps, "database" | "now">,
  { actor, part, counted, why }: { actor: Actor; part: BouncedPart; counted: number; why: LiftingReason },
): Promise<"lifted" | "changed"> {
  return withTransaction(deps, async (inner) => {
    const { suppressions } = inner.database;
    const found = await suppressions.countDocuments(filterOf(part), {
      limit: mostLifted + 1,
      ...inner.transaction,
    });
    if (found !== counted || found > mostLifted) return "changed";
    const lifted = { at: deps.now(), why };
    await suppressions.updateMany(filterOf(part), { $set: { lifted } }, inner.transaction);
    const { status = "all", provider = "all", from, to } = part;
    const when = { from: from.toISOString(), to: to.toISOString() };
    const details = { status, provider, ...when, count: found, why };
    await recordAudit(inner, actor, "suppression.lift-many", "suppressions", details);
    return "lifted";
  });
}

function filterOf({ status, provider, from, to }: BouncedPart): mongo.Filter<Suppression> {
  return {
    reason: "hard-bounce",
    at: { $gte: from, $lt: to },
    lifted: { $exists: false },
    // A code's beginning ends where one of its numbers does: 5.1 is not the beginning of 5.10.
    ...(status !== undefined && { "evidence.status": new RegExp(`^${RegExp.escape(status)}(?:\\.|$)`) }),
    ...(provider !== undefined && { "evidence.provider": provider }),
  };
}
