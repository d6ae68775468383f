import { trusted } from "mongoose";
import type { Account } from "../../access/account.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import { type InTransaction, withTransaction } from "../../platform/in-transaction.ts";
import type { AskedEnding, Campaign } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import { forgetCampaigns } from "../find-campaign.ts";
import { askEndingApproval } from "./ask-ending-approval.ts";
import { changedMeanwhile, findOwnCampaign } from "./change-campaign.ts";
import { endingFrom } from "./draft-states.ts";

type EndingDeps = Pick<Deps, "database" | "now">;
type AskDeps = EndingDeps & Pick<Deps, "jobs">;
type Acting = { account: Account; actor: Actor; campaign: string };

/** What somebody asks for: to close a campaign, with the reason that its page gives, to open it again, and so on. */
export type EndingWish = Pick<AskedEnding, "move" | "reason" | "dates" | "note">;

/**
 * Asks for a campaign to be closed, opened again or archived, or for other dates: it happens once a second person
 * approves. Who may is written to.
 * @throws DomainError `not-found`; `draft-changed` when it is in another state, or something is asked for already.
 */
export async function askEnding(deps: AskDeps, acting: Acting, wish: EndingWish): Promise<void> {
  const campaign = await findOwnCampaign(deps, acting.account, acting.campaign);
  const { id, organisation } = acting.account;
  const asked: AskedEnding = { ...wish, by: id, organisation, at: toTheSecond(deps.now()) };
  const filter = { state: trusted({ $in: endingFrom[wish.move] }), asked: null };
  const also = (inner: EndingDeps & Required<InTransaction>) => askEndingApproval(inner, campaign, asked);
  await change(deps, acting, { filter, set: { asked }, also }, `campaign.ask-${wish.move}`, detailsOf(wish));
  deps.jobs.lettersDue();
}

/**
 * Does what somebody else asked for.
 * @throws DomainError `not-found`; `second-person` for who asked; `draft-changed` when nothing is asked for any more,
 * or the day of closing that was asked for has passed.
 */
export async function approveEnding(deps: EndingDeps, acting: Acting): Promise<AskedEnding> {
  const { asked } = await findOwnCampaign(deps, acting.account, acting.campaign);
  if (!asked) throw changedMeanwhile();
  if (asked.by === acting.account.id)
    throw new DomainError("second-person", "You have asked for this: somebody else has to approve it.");
  const { closesAt } = asked.dates ?? {};
  if (closesAt && closesAt <= deps.now())
    throw new DomainError(
      "draft-changed",
      "The day of closing has passed since it was asked for: ask for another.",
    );
  const filter = { state: trusted({ $in: endingFrom[asked.move] }), ...asAsked(asked) };
  const set = { ...resultOf(asked, toTheSecond(deps.now())), asked: null };
  await change(deps, acting, { filter, set }, `campaign.${asked.move}`, detailsOf(asked));
  return asked;
}

/** What changes about a campaign once it is approved. */
function resultOf({ move, reason, dates }: AskedEnding, at: Date): Partial<Campaign> {
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
  const { asked } = await findOwnCampaign(deps, acting.account, acting.campaign);
  if (!asked) throw changedMeanwhile();
  await change(
    deps,
    acting,
    { filter: asAsked(asked), set: { asked: null } },
    "campaign.drop",
    detailsOf(asked),
  );
}

/** Nothing else has been asked for since. */
function asAsked({ move, by, at }: AskedEnding): object {
  return { "asked.move": move, "asked.by": by, "asked.at": at };
}

type Change = {
  filter: object;
  set: Partial<Campaign>;
  /** What else is written with it. */
  also?: (inner: EndingDeps & Required<InTransaction>) => Promise<void>;
};

async function change(
  deps: EndingDeps,
  { actor, campaign }: Acting,
  { filter, set, also }: Change,
  act: string,
  details: Record<string, string>,
): Promise<void> {
  await withTransaction(deps, async (inner) => {
    const changed = await inner.database.campaigns.updateOne(
      { _id: campaign, ...filter },
      { $set: set },
      inner.transaction,
    );
    if (changed.matchedCount === 0) throw changedMeanwhile();
    await recordAudit(inner, actor, act, campaign, details);
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
