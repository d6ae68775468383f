import { type Actor, recordAudit } from "../../audit/record-audit.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { DomainError } from "../../platform/errors.ts";
import { type InTransaction, withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { type Drift, recountRoll } from "./recount-roll.ts";
import { recountSheets } from "./recount-sheets.ts";
import { readSourceSumKey } from "./source-sum.model.ts";
import { readSumKey } from "./sum.model.ts";

type RebuildDeps = Pick<Deps, "database" | "now">;
type Correction = { kind: "sum" | "source"; key: string; $inc: Record<string, number> };

/** Documents corrected in one transaction. */
const atOnce = 1_000;

/**
 * Corrects a campaign's dashboard sums to what tallies, roll and sheets say, and returns the differences. Exact
 * while people sign: what differs at one moment is added, and folds only ever add too. If interrupted, run it again.
 * @throws DomainError `drift` when roll and tallies disagree, `too-many` when another rebuild got in between.
 */
export async function rebuildSums(deps: RebuildDeps, actor: Actor, campaign: Campaign): Promise<Drift[]> {
  const { database } = deps;
  const { slug, ordinal } = campaign;
  // Read before the snapshot that is counted: corrections by another rebuild after that are noticed.
  let turn = (await database.totals.findOne({ _id: ordinal }))?.rebuilt ?? 0;
  const { drift } = await recountRoll(database, ordinal);
  const differed = [...drift, ...(await recountSheets(database, ordinal))];
  const corrections = correct(differed);
  for (let from = 0; from < corrections.length; from += atOnce) {
    const some = corrections.slice(from, from + atOnce);
    const mine = { _id: ordinal, rebuilt: turn === 0 ? { $exists: false } : turn };
    turn += 1;
    const next = { $set: { rebuilt: turn } };
    await withTransaction(deps, async (inner) => {
      const taken = await database.totals.updateOne(mine, next, inner.transaction);
      if (taken.matchedCount === 0)
        throw new DomainError(
          "too-many",
          "These sums are being rebuilt by somebody else: run it again later.",
        );
      await addCorrections(inner, some);
      if (from === 0) await recordAudit(inner, actor, "sums.rebuild", slug, { differed: differed.length });
    });
  }
  return differed;
}

async function addCorrections(
  { database, transaction }: RebuildDeps & Required<InTransaction>,
  some: readonly Correction[],
): Promise<void> {
  for (const kind of ["sum", "source"] as const) {
    const writes = some.filter((one) => one.kind === kind).map(toWrite);
    const collection = kind === "sum" ? database.sums : database.sourceSums;
    if (writes.length > 0) await collection.bulkWrite(writes, { ...transaction, ordered: false });
  }
}

/** What has to be added to each document. @throws DomainError `drift` for differences outside the sums. */
function correct(differed: readonly Drift[]): Correction[] {
  const corrections = new Map<string, Correction>();
  for (const { where, roll, tallies } of differed) {
    const [, kind, key, path] = /^(sum|source) (\d+\/\S*) (\S+)$/.exec(where) ?? [];
    if ((kind !== "sum" && kind !== "source") || !key || !path) {
      throw new DomainError(
        "drift",
        `${where}: roll ${roll}, tallies ${tallies}. The sums are made of these: fix them first.`,
      );
    }
    const known = corrections.get(`${kind} ${key}`) ?? { kind, key, $inc: {} };
    corrections.set(`${kind} ${key}`, known);
    known.$inc[path] = roll - tallies;
  }
  return [...corrections.values()];
}

function toWrite({ kind, key, $inc }: Correction) {
  const identity = kind === "sum" ? readSumKey(key) : readSourceSumKey(key);
  return { updateOne: { filter: { _id: key }, update: { $inc, $setOnInsert: identity }, upsert: true } };
}
