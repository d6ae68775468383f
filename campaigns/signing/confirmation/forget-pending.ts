import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import { endOfTurn } from "../sheets/end-of-turn.ts";

/** Longest wait, in milliseconds, for removing what the worker removes as well. */
const patience = 1_000;

const gathering = new WeakMap<object, { ids: LineRef[]; removed: Promise<void> }>();

/**
 * Removes an entry whose confirmation is stored, so that its page shows at once that it waits no longer; all that one sheet
 * confirmed share one write. The worker does the same with the stored line: a failure here is none.
 */
export function forgetPending({ database }: Pick<Deps, "database">, { sheet, line }: LineRef): Promise<void> {
  const known = gathering.get(database);
  if (known) {
    known.ids.push({ sheet, line });
    return known.removed;
  }
  const ids = [{ sheet, line }];
  const remove = async () => {
    await endOfTurn();
    gathering.delete(database);
    await database.pending.deleteMany({ _id: { $in: ids } }, { maxTimeMS: patience }).catch(() => undefined);
  };
  const removed = remove();
  gathering.set(database, { ids, removed });
  return removed;
}
