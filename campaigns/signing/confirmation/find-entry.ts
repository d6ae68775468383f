import { asDomainError } from "../../platform/database-failure.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Database, Deps } from "../deps.ts";
import { inOneGo } from "../sheets/in-one-go.ts";
import { entryName } from "./entry-name.ts";
import type { Pending } from "./pending.model.ts";

const read = inOneGo(async ({ pending }: Pick<Database, "pending">, refs: readonly LineRef[]) => {
  const found = await pending.find({ _id: { $in: [...refs] } }).toArray();
  const byName = new Map(found.map((entry) => [entryName(entry._id), entry]));
  return refs.map((ref) => byName.get(entryName(ref)));
});

/** Finds an entry that waits and is in time. @throws DomainError `database-unavailable`. */
export async function findEntry(
  { database, now }: Pick<Deps, "database" | "now">,
  { sheet, line }: LineRef,
): Promise<Pending | undefined> {
  const found = await read(database, { sheet, line }).catch((error: unknown) => {
    throw asDomainError(error);
  });
  return found && found.expiresAt > now() ? found : undefined;
}
