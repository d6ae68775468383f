import { DomainError } from "../platform/errors.ts";
import { openCheckedKeys } from "../platform/sealing/check-keys.ts";
import { readKeyFile, withoutSealingKey, writeKeyFile } from "../platform/sealing/key-file.ts";
import type { Database } from "./deps.ts";
import { countSealedUnder, sumFields } from "./sealed-under.ts";

type Deps = { database: Database; now: () => Date };

/**
 * Removes a sealing key that seals nothing any more from the key file, and records that it was discarded.
 * @throws DomainError `keys-refused` while it is the current key, seals something, or a rotation is unfinished;
 * `configuration` when there is no such key; `keys-lost`.
 */
export async function discardKey(deps: Deps, path: string, id: number): Promise<void> {
  await openCheckedKeys(deps, path);
  const file = await readKeyFile(path);
  const key = file?.sealing.find((each) => each.id === id);
  if (!file || !key) {
    const ids = file?.sealing.map((each) => each.id).join(", ");
    throw new DomainError("configuration", `There is no sealing key ${id} in ${path}; it holds ${ids}.`);
  }
  if (file.current === id)
    throw refusal(`Key ${id} seals what comes in now: rotate first, sheaf keys rotate.`);
  if (await deps.database.rotations.findOne({ state: { $ne: "finished" } }))
    throw refusal("A rotation is not finished: run sheaf keys rotate to its end first.");
  const fields = await countSealedUnder(deps, id);
  if (sumFields(fields) > 0) {
    const { sheets, pending, signatures, accounts, contacts } = fields;
    throw refusal(
      `Key ${id} still seals ${sumFields(fields)} fields (${signatures} signatures, ${pending} waiting, ${sheets} on new sheets, ${accounts} of accounts, ${contacts} of contacts): run sheaf keys rotate first.`,
    );
  }
  // Recorded first: a key that is in the file but counts as discarded does no harm; the other way round nothing
  // would start.
  await deps.database.keyChecks.updateOne({ _id: `sealing-${id}` }, { $set: { discardedAt: deps.now() } });
  await writeKeyFile(path, withoutSealingKey(file, id));
}

function refusal(message: string): DomainError {
  return new DomainError("keys-refused", message);
}
