import { Types } from "mongoose";
import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import { secretariat } from "../access/secretariat.ts";
import type { AskedChange, ChangeLabel } from "../approvals/approval.model.ts";
import { type ApprovalRequest, askApproval } from "../approvals/ask-approval.ts";
import { type Actor, recordAudit } from "../audit/record-audit.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { notFound } from "../platform/errors.ts";
import { withTransaction } from "../platform/in-transaction.ts";
import { isDuplicate } from "../platform/is-duplicate.ts";
import { isCountry } from "../texts/countries.ts";
import { type BundleLevel, bundleLevels, usualLevel } from "./bundle-level.ts";
import type { BundleRequest } from "./bundle-request.model.ts";
import { describeScope, petitionsIn } from "./bundle-scope.ts";
import type { Deps } from "./deps.ts";
import { isAgeRecipient } from "./seal-to-age.ts";
import { bundleKey, sealOnce } from "./sealed-stream.ts";

type RequestDeps = Pick<Deps, "database" | "keys" | "jobs" | "now">;

/** What is requested, as a form sends it: empty texts mean everything, the usual level, nobody named, not sealed. */
export type BundleWish = {
  organisation: string;
  country: string;
  level?: string;
  recipient?: string;
  sealTo?: string;
  reason: string;
};

/** What is wrong with a request, by field. */
export type WishProblem = {
  field: "organisation" | "country" | "level" | "recipient" | "sealTo" | "reason";
  code: "unknown" | "missing" | "too-long";
};

/** The result of a request; `known` when the same bundle is already being made. */
export type WishOutcome =
  | { kind: "asked" | "known"; request: string }
  | { kind: "refused"; problems: WishProblem[] };

const longestText = 300;

/**
 * Requests a bundle, which is made once a second person approves it; who may is written to. The secretariat may request
 * the whole campaign or any organisation's petitions, staff those of their own. If it is requested again while being
 * made, it is made only once.
 * @throws DomainError `not-found` when the account's organisation has no petition in the campaign.
 */
export async function requestBundle(
  deps: RequestDeps,
  { account, actor }: { account: Account; actor: Actor },
  campaign: Campaign,
  wish: BundleWish,
): Promise<WishOutcome> {
  mustHavePart(account, campaign);
  const organisation = account.role === "secretariat" ? wish.organisation || null : account.organisation;
  const country = wish.country.trim().toUpperCase() || null;
  const read = readWish(wish);
  const problems = [...checkScope(campaign, { organisation, country }), ...(await checkWish(read))];
  const { level, reason, recipient, sealTo } = read;
  if (problems.length > 0 || level === undefined) return { kind: "refused", problems };
  const _id = new Types.ObjectId();
  const id = _id.toHexString();
  const known = { campaign: campaign.slug, owner: account.organisation, organisation, country, level };
  const isNew = await insert(deps, actor, campaign, {
    _id,
    ...known,
    reason: sealOnce(bundleKey(deps.keys, `reason ${id}`), reason),
    recipient: sealOnce(bundleKey(deps.keys, `recipient ${id}`), recipient),
    ...(sealTo !== "" && { sealTo }),
    account: account.id,
    at: deps.now(),
    state: "waiting",
    open: true,
    files: [],
    runs: 0,
    downloads: 0,
  });
  if (isNew) {
    deps.jobs.lettersDue();
    return { kind: "asked", request: id };
  }
  const other = await deps.database.bundleRequests.findOne({ ...known, open: true });
  // It was finished just now: the page shows it.
  return { kind: "known", request: (other?._id ?? _id).toHexString() };
}

/**
 * Makes sure that an account has something to bundle in a campaign.
 * @throws DomainError `not-found`: the campaign looks as if it did not exist.
 */
export function mustHavePart(account: Pick<Account, "role" | "organisation">, campaign: Campaign): void {
  const isReached = [campaign, ...campaign.petitions].some(({ organisation }) =>
    reaches(account, organisation),
  );
  if (!isReached) throw notFound();
}

type ReadWish = { level: BundleLevel | undefined; reason: string; recipient: string; sealTo: string };

function readWish({ level = "", reason, recipient = "", sealTo = "" }: BundleWish): ReadWish {
  return {
    level: level === "" ? usualLevel : bundleLevels.find((one) => String(one) === level),
    reason: reason.trim(),
    recipient: recipient.trim(),
    sealTo: sealTo.trim(),
  };
}

/** What shows postcodes is sealed, and to a key that is one. */
async function checkWish({ level, reason, recipient, sealTo }: ReadWish): Promise<WishProblem[]> {
  const problems: WishProblem[] = [];
  if (level === undefined) problems.push({ field: "level", code: "unknown" });
  if (recipient.length > longestText) problems.push({ field: "recipient", code: "too-long" });
  if (sealTo === "" && level === 3) problems.push({ field: "sealTo", code: "missing" });
  if (sealTo !== "" && !(await isAgeRecipient(sealTo))) problems.push({ field: "sealTo", code: "unknown" });
  if (reason === "") problems.push({ field: "reason", code: "missing" });
  if (reason.length > longestText) problems.push({ field: "reason", code: "too-long" });
  return problems;
}

function checkScope(
  campaign: Campaign,
  { organisation, country }: { organisation: string | null; country: string | null },
): WishProblem[] {
  const problems: WishProblem[] = [];
  const petitions = organisation === null ? undefined : petitionsIn({ campaign, organisation });
  if (petitions?.length === 0) problems.push({ field: "organisation", code: "unknown" });
  if (country !== null && !isCountry(country)) problems.push({ field: "country", code: "unknown" });
  return problems;
}

function asks(label: ChangeLabel, becomes: string | null): AskedChange[] {
  return becomes === null ? [] : [{ about: { label }, was: "", becomes }];
}

async function insert(
  deps: RequestDeps,
  actor: Actor,
  { organisationNames, pages }: Campaign,
  request: BundleRequest,
): Promise<boolean> {
  const { _id, campaign, organisation, country, account: by } = request;
  const asked: ApprovalRequest = {
    ...{ kind: "bundle", campaign, thing: null, by, besides: [] },
    names: Object.entries(pages).map(([locale, { name }]) => ({ locale, text: name })),
    // The whole campaign is the secretariat's to give, an organisation's part its own people's too.
    organisation: organisation ?? secretariat,
    roles: organisation === null ? ["secretariat"] : ["secretariat", "organiser", "staff"],
    // Its purpose is sealed, and shown on the page only.
    note: "",
    changes: [
      ...asks("organisation", organisation && (organisationNames[organisation] ?? organisation)),
      ...asks("country", country),
    ],
  };
  const wish = { ...describeScope(request), level: request.level, bundle: _id.toHexString() };
  try {
    await withTransaction(deps, async (inner) => {
      await inner.database.bundleRequests.insertOne(request, inner.transaction);
      await recordAudit(inner, actor, "bundle.request", campaign, wish);
      await askApproval(inner, asked);
    });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
