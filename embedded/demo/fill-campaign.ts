import type { Types } from "mongoose";
import { extendLog } from "#campaigns/log/extend-log.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { day, hour, minute } from "#campaigns/platform/durations.ts";
import type { SignInput } from "#campaigns/signing/intake/check-answers.ts";
import { signPetition } from "#campaigns/signing/intake/sign-petition.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { createSheetWriter } from "#campaigns/signing/sheets/sheet-writer.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { signersOf } from "./made-up-signers.ts";

/** How long the campaign seems to have been running when the demo is loaded for the first time. */
const past = 14 * day;
/** The last hours are signed in parts, so that figures by the minute have something to show. */
const livelyHours = 2;
const partsOfHour = 6;

/** A clock that is set by hand. */
type PastDeps = Deps & { set(to: Date): void };

/**
 * Signs the made-up campaign hour by hour from two weeks ago, or from where an earlier load left off, up to now: by
 * the acts that sign, process and fold for everybody, with their clock set back, so that total, tallies, roll and log
 * agree.
 */
export async function fillCampaign(deps: Deps, campaign: Campaign): Promise<void> {
  const now = deps.now();
  const atPast = setBack(deps);
  const { first, next } = await whereToBegin(deps, campaign, now);
  const lastHour = Math.floor(now.getTime() / hour);
  for (let each = next; each <= lastHour; each += 1) {
    const signers = signersOf(each, each - first);
    const parts = each > lastHour - livelyHours ? partsOfHour : 1;
    for (const { at, some } of spread(signers, each, parts)) {
      if (at >= now) break;
      atPast.set(at);
      await signAll(atPast, campaign, some);
    }
    // A goal is reached in the hour in which it was reached.
    await foldSheets(atPast, campaign.ordinal);
  }
  await extendLog(deps, campaign);
}

function setBack(deps: Deps): PastDeps {
  let at = deps.now();
  const now = () => at;
  return {
    ...deps,
    now,
    sheets: createSheetWriter({ ...deps, now }),
    set(to) {
      at = to;
    },
  };
}

/** The hours, counted since 1970, in which the campaign began and from which signatures are missing. */
async function whereToBegin(
  { database }: Deps,
  { ordinal }: Campaign,
  now: Date,
): Promise<{ first: number; next: number }> {
  const of = { campaign: ordinal };
  const [oldest, newest] = await Promise.all(
    ([1, -1] as const).map((_id) => database.sheets.findOne(of, { sort: { _id }, projection: { at: 1 } })),
  );
  const hourOf = (at: Date) => Math.floor(at.getTime() / hour);
  const start = hourOf(new Date(now.getTime() - past));
  return {
    first: oldest ? hourOf(oldest.at) : start,
    next: Math.max(start, newest ? hourOf(newest.at) + 1 : start),
  };
}

/** Spreads the signers of an hour over some moments in it. */
function spread(
  signers: readonly SignInput[],
  hourNumber: number,
  parts: number,
): { at: Date; some: readonly SignInput[] }[] {
  const length = hour / parts;
  const each = Math.ceil(signers.length / parts);
  return Array.from({ length: parts }, (_, part) => ({
    at: new Date(
      hourNumber * hour + part * length + minute * ((hourNumber * 7 + part * 3) % (length / minute)),
    ),
    some: signers.slice(part * each, (part + 1) * each),
  })).filter(({ some }) => some.length > 0);
}

async function signAll(deps: Deps, campaign: Campaign, signers: readonly SignInput[]): Promise<void> {
  const outcomes = await Promise.all(signers.map((signer) => signPetition(deps, campaign, signer)));
  const sheets = new Map<string, Types.ObjectId>();
  for (const outcome of outcomes) {
    if (outcome.kind === "refused")
      throw new Error(`A made-up signer was refused: ${JSON.stringify(outcome)}`);
    sheets.set(outcome.ref.sheet.toHexString(), outcome.ref.sheet);
  }
  for (const sheet of sheets.values()) await processSheet(deps, sheet);
}
