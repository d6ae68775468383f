import { setTimeout as wait } from "node:timers/promises";
import type { Types } from "mongoose";
import type { Campaign } from "../../petitions/campaign.ts";
import { keepLease, releaseLease } from "../../platform/lease.ts";
import { findOverCap } from "../audience/weekly-cap.ts";
import type { Deps } from "../deps.ts";
import type { Dispatch } from "../dispatch.model.ts";
import type { Update } from "../update.model.ts";
import { type Addressee, chooseDispatches } from "./choose-dispatches.ts";
import { countHanded } from "./count-handed.ts";
import { finishUpdate } from "./finish-update.ts";
import { type HeldRange, inRange, takeRange } from "./hold-range.ts";
import { type Fate, sendClaimed } from "./send-claimed.ts";
import { HoldLost, type Settlement, settleDispatches } from "./settle-dispatches.ts";
import { skipReasons } from "./skip-reasons.ts";
import { sumUpHanded } from "./sum-up-handed.ts";
import type { UpdateSender } from "./update-sender.ts";

/** What sending works with. */
export type SendDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now"> & { updateSender: UpdateSender };

/** Dispatches claimed at a time: the most that a killed worker leaves uncertain in each range it works on. */
export const claimSize = 200;

/** How long after losing the mail server a range is tried again, in milliseconds. */
const awayFor = 30_000;

const nothingLeft = "nothing left";

/**
 * Sends what is due in a range, claim by claim: checked, claimed (journaled on a majority), handed to the mail
 * server, settled. It ends when nothing in the range is due, the update is paused, or no mail server is available.
 */
export async function sendRange(
  deps: SendDeps,
  campaign: Campaign,
  id: Types.ObjectId,
  number: number,
): Promise<"done" | "skipped"> {
  const update = await readSending(deps, id);
  const held = update && (await takeRange(deps, update, number));
  if (!held) return "skipped";
  const letGo = keepLease(deps.database.dispatchRanges, { _id: held.range._id }, held.claim);
  try {
    await work(deps, campaign, update, held);
  } catch (error) {
    if (error instanceof HoldLost) return "skipped";
    throw error;
  } finally {
    letGo();
  }
  await finishUpdate(deps, id);
  return "done";
}

async function work(deps: SendDeps, campaign: Campaign, first: Update, held: HeldRange): Promise<void> {
  let update: Update | undefined = first;
  let after: Buffer | undefined;
  while (update) {
    const due = await readDue(deps, held, after);
    if (due.length === 0) return rest(deps, held);
    after = due.at(-1)?._id;
    const away = await sendSome(deps, campaign, update, held, due);
    if (away) return release(deps, held, { dueAt: new Date(deps.now().getTime() + awayFor) });
    update = await readSending(deps, first._id);
  }
  // Paused or cancelled: the range stays as it is.
  await release(deps, held, { dueAt: deps.now() });
}

/** Gives a range back: done, or open until there is something to do on it again. */
async function release(
  { database }: SendDeps,
  { range, claim }: HeldRange,
  end: { state: "done" } | { dueAt: Date },
): Promise<void> {
  await releaseLease(database.dispatchRanges, { _id: range._id }, claim, end);
}

async function readSending({ database }: SendDeps, id: Types.ObjectId): Promise<Update | undefined> {
  return (await database.updates.findOne({ _id: id, state: "sending" }).lean<Update>()) ?? undefined;
}

function readDue({ database, now }: SendDeps, { range }: HeldRange, after: Buffer | undefined) {
  return database.dispatches
    .find(
      {
        ...inRange(range, after),
        state: "queued",
        $or: [{ dueAt: { $exists: false } }, { dueAt: { $lte: now() } }],
      },
      { sort: { _id: 1 }, limit: claimSize },
    )
    .toArray();
}

/** Nothing is due: the range is done, or rests until its next dispatch is due. */
async function rest(deps: SendDeps, held: HeldRange): Promise<void> {
  const [next] = await deps.database.dispatches
    .find({ ...inRange(held.range), state: "queued" }, { projection: { dueAt: 1 } })
    .sort({ dueAt: 1 })
    .limit(1)
    .toArray();
  await release(deps, held, next ? { dueAt: next.dueAt ?? deps.now() } : { state: "done" });
}

/** Sends some dispatches; true when no mail server was available. */
async function sendSome(
  deps: SendDeps,
  campaign: Campaign,
  update: Update,
  held: HeldRange,
  due: readonly Dispatch[],
): Promise<boolean> {
  const choice = await chooseDispatches(deps, deps.updateSender, { campaign, update }, due);
  const ids = choice.now.map(({ id }) => id);
  await settle(deps, update, held, [...choice.others, { ids, from: "queued", to: "claimed" }]);
  if (ids.length === 0) return false;
  const capped = await findOverCap(deps, update, ids, deps.updateSender.weeklyMost);
  const over = new Set(capped);
  const addressees = choice.now.filter(({ id }) => !over.has(id));
  const fates = await sendClaimed(deps, campaign, update, addressees);
  const reason = skipReasons.capped;
  await settleSurely(deps, update, held, [
    { ids: capped, from: "claimed", to: "skipped", reason },
    ...gather(deps, addressees, fates),
  ]);
  await countHanded(deps, update._id, sumUpHanded(addressees, fates));
  return fates.some(({ kind }) => kind === "away");
}

/**
 * Minutes until the next attempt, by how often a mail was deferred: greylisting needs a few, full mailboxes hours.
 */
const waits = [1, 5, 15, 60, 180];
/** Attempts after which a deferred mail has failed: about two days. */
const mostAttempts = 18;

function gather({ now }: SendDeps, addressees: readonly Addressee[], fates: readonly Fate[]): Settlement[] {
  const byFate = new Map<string, Settlement>();
  for (const [index, { id, attempts }] of addressees.entries()) {
    const fate = fates[index] ?? { kind: "uncertain", reason: nothingLeft };
    const settlement = toSettlement(fate, attempts, now());
    const key = `${settlement.to} ${settlement.reason ?? ""} ${attempts}`;
    const known = byFate.get(key) ?? settlement;
    known.ids.push(id);
    byFate.set(key, known);
  }
  return [...byFate.values()];
}

function toSettlement(fate: Fate, attempts: number, now: Date): Settlement {
  const base = { ids: [], from: "claimed" } as const;
  const reason = "reason" in fate ? fate.reason : undefined;
  switch (fate.kind) {
    case "sent":
      return { ...base, ids: [], to: "sent" };
    case "failed":
    case "uncertain":
      return { ...base, ids: [], to: fate.kind, reason };
    case "away":
      return { ...base, ids: [], to: "queued", reason };
    case "later": {
      if (attempts + 1 >= mostAttempts) return { ...base, ids: [], to: "failed", reason };
      const minutes = waits[Math.min(attempts, waits.length - 1)] ?? 1;
      return {
        ...base,
        ids: [],
        to: "queued",
        reason,
        tried: true,
        dueAt: new Date(now.getTime() + minutes * 60_000),
      };
    }
  }
}

function settle(deps: SendDeps, update: Update, held: HeldRange, some: Settlement[]): Promise<void> {
  return settleDispatches(deps, update._id, some, held);
}

/** Keeps trying to record what became of mails that have gone out: MongoDB may be unavailable for a while. */
async function settleSurely(
  deps: SendDeps,
  update: Update,
  held: HeldRange,
  some: Settlement[],
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await settle(deps, update, held, some);
      return;
    } catch (error) {
      if (error instanceof HoldLost || tries >= mostTries) throw error;
      await wait(tryEvery);
    }
  }
}

const mostTries = 600;
const tryEvery = 500;
