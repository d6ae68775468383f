import { isDeepStrictEqual } from "node:util";
import { type InTransaction, restartTransaction, withTransaction } from "../platform/in-transaction.ts";
import { refuseProblems } from "../texts/refuse-problems.ts";
import { checkNetwork } from "./check-network.ts";
import type { Database } from "./deps.ts";
import { forgetOrganisations } from "./find-organisation.ts";
import type { StoredOrganisation } from "./organisation.model.ts";
import type { OrganisationFile } from "./organisation-file.ts";

/** What a load did with an organisation; one edited in the console keeps its edits. */
export type LoadedOrganisation = { slug: string; outcome: "added" | "changed" | "kept" | "edited" };

type LoadingDeps = {
  database: Pick<Database, "connection" | "organisations">;
} & InTransaction;

/**
 * Loads a network's folder into the database. Never removes an organisation or undoes edits made in the console; may
 * run twice, even concurrently. In one transaction.
 * @throws DomainError `catalogue-refused` with every problem, each with file and line; nothing was changed then.
 */
export async function loadNetwork(deps: LoadingDeps, folder: string): Promise<LoadedOrganisation[]> {
  const { organisations, problems } = await checkNetwork(folder);
  if (problems.length > 0) refuseProblems(problems);
  const loaded = await withTransaction(deps, async (inner) => {
    const all: LoadedOrganisation[] = [];
    for (const [slug, contents] of organisations) {
      all.push({ slug, outcome: await loadOne(inner, slug, contents) });
    }
    return all;
  });
  forgetOrganisations(deps);
  return loaded;
}

async function loadOne(
  { database: { organisations }, transaction }: LoadingDeps & Required<InTransaction>,
  slug: string,
  contents: OrganisationFile,
): Promise<LoadedOrganisation["outcome"]> {
  const stored = await organisations.findById(slug, null, transaction).lean<StoredOrganisation>();
  if (!stored) {
    const fresh = { _id: slug, ...contents, endedAt: null, version: 1, editedAt: null };
    await organisations.create([fresh], transaction).catch(restartTransaction);
    return "added";
  }
  const { _id, endedAt: _ended, version: _version, editedAt, ...held } = stored;
  if (editedAt) return "edited";
  if (isDeepStrictEqual(held, contents)) return "kept";
  // A concurrent edit makes this transaction start over.
  await organisations.updateOne({ _id }, { $set: contents, $inc: { version: 1 } }, transaction);
  return "changed";
}
