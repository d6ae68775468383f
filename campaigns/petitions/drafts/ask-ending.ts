import { trusted } from "mongoose";
import type { Account } from "../../access/account.ts";
import { mustReach, reaches } from "../../access/reach.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { type InTransaction, withTransaction } from "../../platform/in-transaction.ts";
import type { AskedEnding, Campaign, Petition } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import { findCampaign, forgetCampaigns } from "../find-campaign.ts";
import { petitionKey } from "../petition.model.ts";
import { askEndingApproval } from "./ask-ending-approval.ts";
import { changedMeanwhile } from "./change-campaign.ts";
import { endingFrom } from "./draft-states.ts";

type EndingDeps = Pick<Deps, "database" | "now">;
type AskDeps = EndingDeps & Pick<Deps, "jobs">;
/** `petition` is null for the campaign as a whole. */
type Acting = { account: Account; actor: Actor; campaign: string; petition: string | null };
/** What an ending is about, as it is stored now. */
type Subject = { campaign: Campaign; petition: Petition | null; asked: AskedEnding | null };

/** What somebody asks for: to close a campaign or a petition, with a reason for its page, to reopen it, and so on. */
export type EndingWish = Pick<AskedEnding, "move" | "reason" | "dates" | "note">;

/**
 * Asks for a campaign or a petition to be closed, opened again or archived, or for other dates: it happens once a
 * second person approves. Who may is written to.
 * @throws DomainError `not-found`; `draft-changed` when it is in another state, or something is asked for already.
 */
export async function askEnding(deps: AskDeps, acting: Acting, wish: EndingWish): Promise<void> {
  const subject = await findSubject(deps, acting);
  const { id, organisation } = acting.account;
  const asked: AskedEnding = { ...wish, by: id, organisation, at: toTheSecond(deps.now()) };
  const filter = { state: standingIn(acting, wish.move), asked: null };
  const also = (inner: EndingDeps & Required<InTransaction>) => askEndingApproval(inner, subject, asked);
  await change(deps, acting, { filter, set: { asked }, also }, `ask-${wish.move}`, detailsOf(wish));
  deps.jobs.lettersDue();
}

/**
 * Does what somebody else asked for.
 * @throws DomainError `not-found`; `second-person` for who asked; `draft-changed` when nothing is asked for any more,
 * or the day of closing that was asked for has passed.
 */
export async function approveEnding(deps: EndingDeps, acting: Acting): Promise<AskedEnding> {
  const { asked } = await findSubject(deps, acting);
  if (!asked) throw changedMeanwhile();
  if (asked.by === acting.account.id)
    throw new DomainError("second-person", "You have asked for this: somebody else has to approve it.");
  const { closesAt } = asked.dates ?? {};
  if (closesAt && closesAt <= deps.now())
    throw new DomainError(
      "draft-changed",
      "The day of closing has passed since it was asked for: ask for another.",
    );
  const filter = { state: standingIn(acting, asked.move), ...asAsked(asked) };
  const { timeZone, ...result } = resultOf(asked, toTheSecond(deps.now()));
  // A petition has the time zone of its campaign.
  const zone = timeZone && acting.petition === null ? { timeZone } : {};
  await change(
    deps,
    acting,
    { filter, set: { ...result, ...zone, asked: null } },
    asked.move,
    detailsOf(asked),
  );
  return asked;
}

/** What may be asked for about somebody's campaign or petition: a petition's owner and its campaign's can both ask. */
async function findSubject(
  deps: EndingDeps,
  { account, campaign: slug, petition: id }: Acting,
): Promise<Subject> {
  forgetCampaigns(deps);
  const campaign = await findCampaign(deps, slug);
  const petition = id === null ? null : campaign?.petitions.find((each) => each.id === id);
  if (!campaign || petition === undefined) throw notFound();
  if (!petition || !reaches(account, petition.organisation)) mustReach(account, campaign.organisation);
  return { campaign, petition, asked: (petition ?? campaign).asked ?? null };
}

/** The states from which something can be asked for; a petition without one of its own is open. */
function standingIn({ petition }: Acting, move: AskedEnding["move"]): object {
  const states: readonly (string | null)[] = endingFrom[move];
  return trusted({ $in: petition !== null && states.includes("open") ? [...states, null] : states });
}

type Result = Partial<Pick<Campaign, "timeZone" | "opensAt" | "closesAt" | "closed" | "asked">> & {
  state?: "open" | "closed" | "archived";
};

/** What changes about a campaign or a petition once it is approved. */
function resultOf({ move, reason, dates }: AskedEnding, at: Date): Result {
  switch (move) {
    case "close":
      return { state: "closed", closed: reason ? { at, reason } : null };
    case "reopen":
      return { state: "open", closed: null };
    case "archive":
      return { state: "archived" };
    case "dates":
      return { ...dates };
  }
}

/**
 * Takes back what was asked for, by who asked or by who will not approve it.
 * @throws DomainError `not-found`; `draft-changed` when nothing is asked for any more.
 */
export async function dropEnding(deps: EndingDeps, acting: Acting): Promise<void> {
  const { asked } = await findSubject(deps, acting);
  if (!asked) throw changedMeanwhile();
  await change(deps, acting, { filter: asAsked(asked), set: { asked: null } }, "drop", detailsOf(asked));
}

/** Nothing else has been asked for since. */
function asAsked({ move, by, at }: AskedEnding): object {
  return { "asked.move": move, "asked.by": by, "asked.at": at };
}

type Change = {
  filter: object;
  set: Result;
  /** What else is written with it. */
  also?: (inner: EndingDeps & Required<InTransaction>) => Promise<void>;
};

async function change(
  deps: EndingDeps,
  { actor, campaign, petition }: Acting,
  { filter, set, also }: Change,
  act: string,
  details: Record<string, string>,
): Promise<void> {
  const on = petition === null ? campaign : petitionKey(campaign, petition);
  const where = { _id: on, ...filter };
  await withTransaction(deps, async (inner) => {
    const { database, transaction } = inner;
    const changed =
      petition === null
        ? await database.campaigns.updateOne(where, { $set: set }, transaction)
        : await database.petitions.updateOne(where, { $set: set }, transaction);
    if (changed.matchedCount === 0) throw changedMeanwhile();
    await recordAudit(inner, actor, `${petition === null ? "campaign" : "petition"}.${act}`, on, details);
    await also?.(inner);
  }).finally(() => forgetCampaigns(deps));
}

function detailsOf({ reason, dates, note }: EndingWish): Record<string, string> {
  return {
    ...(reason && { reason }),
    ...(dates && {
      timeZone: dates.timeZone,
      opensAt: dates.opensAt.toISOString(),
      closesAt: dates.closesAt?.toISOString() ?? "never",
    }),
    ...(note && { note }),
  };
}

/** Files of campaigns have no parts of a second. */
function toTheSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1_000) * 1_000);
}
