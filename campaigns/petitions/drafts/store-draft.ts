import type { Deps } from "../../deps.ts";
import { isDuplicate } from "../../is-duplicate.ts";
import { asDomainError } from "../../sheets/insert-once.ts";
import type { Draft } from "./draft.model.ts";

/**
 * Stores a changed draft in place of the revision it was made from; false when somebody else stored one meanwhile. The
 * changed one carries the old revision; what is stored has the next.
 * @throws DomainError `storage-away` or `storage-full`.
 */
export async function storeDraft({ database }: Pick<Deps, "database">, changed: Draft): Promise<boolean> {
  const { _id, revision } = changed;
  const next = { ...changed, revision: revision + 1 };
  try {
    if (revision === 0) {
      await database.drafts.create(next);
      return true;
    }
    const replaced = await database.drafts.replaceOne({ _id, revision }, next);
    return replaced.matchedCount > 0;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw asDomainError(error);
  }
}
