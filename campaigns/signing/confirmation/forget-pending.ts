import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Database, Deps } from "../deps.ts";
import { inOneGo } from "../sheets/in-one-go.ts";

/** Longest wait, in milliseconds, for removing what the worker removes as well. */
const patience = 1_000;

const remove = inOneGo(async ({ pending }: Pick<Database, "pending">, ids: readonly LineRef[]) => {
  await pending.deleteMany({ _id: { $in: [...ids] } }, { maxTimeMS: patience }).catch(() => undefined);
  return [];
});

/**
 * Removes an entry whose confirmation is stored, so that its page shows at once that it waits no longer; all
 * that one sheet confirmed share one write. The worker does the same with the stored line: a failure here is
 * none.
 */
export async function forgetPending(
  { database }: Pick<Deps, "database">,
  { sheet, line }: LineRef,
): Promise<void> {
  await remove(database, { sheet, line });
}
