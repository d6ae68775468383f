import { setTimeout as wait } from "node:timers/promises";
import type { Campaign } from "../petitions/campaign.ts";
import { atOneMoment, type Moment } from "../platform/at-one-moment.ts";
import { DomainError } from "../platform/errors.ts";
import { foldSheets } from "../signing/tallies/fold-sheets.ts";
import { type Folded, readFolded } from "../signing/tallies/recount-roll.ts";
import type { Deps } from "./deps.ts";

/**
 * A roll as it stood at one moment: what its tallies say, how many leaves its log had, and the counting sheets that
 * neither of the two knew yet.
 */
export type FrozenRoll = Folded & { moment: Moment; underWay: ReadonlySet<string> };

type FreezeDeps = Pick<Deps, "database" | "now">;

const mostTries = 50;
const tryEvery = 200;

/**
 * Reads a campaign's roll at one moment at which roll, tallies and log tell the same, whatever happens meanwhile.
 * @throws DomainError `bundle-refused` when no such moment came within ten seconds.
 */
export async function atFrozenRoll<Outcome>(
  deps: FreezeDeps,
  campaign: Campaign,
  read: (roll: FrozenRoll) => Promise<Outcome>,
): Promise<Outcome> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    await foldSheets(deps, campaign.ordinal);
    const outcome = await atOneMoment(deps.database, async (moment) => {
      const roll = await freeze(deps, campaign.ordinal, moment);
      return roll && { value: await read(roll) };
    });
    if (outcome) return outcome.value;
    await wait(tryEvery);
  }
  throw new DomainError(
    "bundle-refused",
    "Withdrawals were under way each time that the roll was looked at, so nothing was written: run it again.",
  );
}

/**
 * A signature that was taken off by a sheet that is not folded is on the log and not on the roll any more: then another
 * moment is needed. It takes a second to come.
 */
async function freeze(
  { database }: FreezeDeps,
  campaign: number,
  moment: Moment,
): Promise<FrozenRoll | undefined> {
  const sheets = await database.sheets
    .find(
      { state: { $in: ["received", "processed"] }, campaign },
      { ...moment, projection: { kind: 1, state: 1, log: 1 } },
    )
    .toArray();
  if (sheets.some(({ kind, state }) => kind === "withdrawing" && state === "processed")) return undefined;
  const counting = sheets.filter(({ kind, log }) => kind === "counting" && log === undefined);
  const underWay = new Set(counting.map(({ _id }) => _id.toHexString()));
  return { ...(await readFolded(database, campaign, moment)), moment, underWay };
}
