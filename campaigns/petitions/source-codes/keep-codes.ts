import type { mongo } from "mongoose";
import type { Account } from "../../access/account.ts";
import { mustReach } from "../../access/reach.ts";
import { type Actor, recordAudit } from "../../audit/record-audit.ts";
import { notFound } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { isSourceCode, type SourceCode } from "./source-code.model.ts";

type Reader = Pick<Account, "role" | "organisation">;
type By = { account: Reader; actor: Actor };
type CodeDeps = Pick<Deps, "database" | "now">;

/** What is wrong with a code being registered. */
export type CodeProblem = { field: "code" | "label" };

const longestLabel = 80;

/** A campaign's codes in use that are within an account's reach, newest first. */
export function listCodes(
  { database }: Pick<Deps, "database">,
  account: Reader,
  campaign: string,
  most: number,
): Promise<SourceCode[]> {
  return database.sourceCodes
    .find({ ...reached(account, campaign), archivedAt: { $exists: false } })
    .sort({ createdAt: -1, _id: 1 })
    .limit(most)
    .toArray();
}

/** The names of some codes within an account's reach; two organisations may use the same code. */
export async function nameCodes(
  { database }: { database: Pick<Deps["database"], "sourceCodes"> },
  account: Reader,
  campaign: string,
  codes: readonly string[],
): Promise<Map<string, string[]>> {
  const found = await database.sourceCodes
    .find({ ...reached(account, campaign), code: { $in: [...codes] } })
    .sort({ _id: 1 })
    .toArray();
  const byCode = Map.groupBy(found, ({ code }) => code);
  return new Map(Array.from(byCode, ([code, all]) => [code, all.map(({ label }) => label)]));
}

/**
 * Registers a code for the account's organisation, or renames a registered one; an archived code is in use again.
 * Returns what is wrong with it, if anything. The caller has checked that the account takes part in the campaign.
 */
export async function registerCode(
  deps: CodeDeps,
  { account, actor }: By,
  campaign: string,
  typed: { code: string; label: string },
): Promise<CodeProblem[]> {
  const { organisation } = account;
  const code = typed.code.trim();
  const label = typed.label.normalize("NFC").replaceAll(/\s+/g, " ").trim();
  const problems: CodeProblem[] = [];
  if (!isSourceCode(code)) problems.push({ field: "code" });
  if (label === "" || label.length > longestLabel) problems.push({ field: "label" });
  if (problems.length > 0) return problems;
  const _id = codeKey(campaign, organisation, code);
  await withTransaction(deps, async (inner) => {
    const whose = { campaign, organisation, code, createdAt: deps.now() };
    const change = { $set: { label }, $unset: { archivedAt: 1 }, $setOnInsert: whose } as const;
    await inner.database.sourceCodes.updateOne({ _id }, change, { upsert: true, ...inner.transaction });
    await recordAudit(inner, actor, "source.register", _id);
  });
  return [];
}

/**
 * Archives a code; its results keep its name.
 * @throws DomainError `not-found` when it is not registered, already archived, or another organisation's.
 */
export async function archiveCode(
  deps: CodeDeps,
  { account, actor }: By,
  campaign: string,
  { organisation, code }: { organisation: string; code: string },
): Promise<void> {
  mustReach(account, organisation);
  const _id = codeKey(campaign, organisation, code);
  await withTransaction(deps, async (inner) => {
    const inUse = { _id, archivedAt: { $exists: false } };
    const change = { $set: { archivedAt: deps.now() } };
    const { modifiedCount } = await inner.database.sourceCodes.updateOne(inUse, change, inner.transaction);
    if (modifiedCount === 0) throw notFound();
    await recordAudit(inner, actor, "source.archive", _id);
  });
}

function reached({ role, organisation }: Reader, campaign: string): mongo.Filter<SourceCode> {
  return { campaign, ...(role !== "secretariat" && { organisation }) };
}

function codeKey(campaign: string, organisation: string, code: string): string {
  return `${campaign}/${organisation}/${code}`;
}
