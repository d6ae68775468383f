import { findSuppressed } from "../../mail/suppression/find-suppressed.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { personLength } from "../../petitions/person.ts";
import type { Keys } from "../../platform/sealing/keys.ts";
import { unseal } from "../../platform/sealing/seal.ts";
import { mailboxKey } from "../../texts/mailbox-key.ts";
import type { Deps } from "../deps.ts";
import { dispatchId } from "../dispatch.model.ts";
import type { Update } from "../update.model.ts";
import { type Addressing, onRoll } from "./audience.ts";
import { beginningOfRoll, mostLooked } from "./beginning-of-roll.ts";
import { findOverCap } from "./weekly-cap.ts";

/** How many of some people an update would not go to, as things stand. */
export type LeftOut = {
  /** How many were examined: `whole` if that is the entire audience; otherwise a random sample of it. */
  drawn: number;
  whole: boolean;
  suppressed: number;
  /** Not suppressed, but already had as many updates this week as allowed. */
  capped: number;
};

type Reading = Pick<Deps, "database" | "now">;
type Drawn = { people: { key: Buffer; sealed: Buffer | undefined }[]; whole: boolean };

/** People whose fields are opened for one measurement. */
const mostDrawn = 2_000;

/**
 * Measures how many of an audience would be left out, in a bounded time: whether an address is suppressed is only
 * known once it is opened, so a large audience is sampled.
 */
export async function measureLeftOut(
  deps: Reading & Pick<Deps, "keys">,
  campaign: Campaign,
  update: Addressing & Pick<Update, "_id" | "campaign">,
  weeklyMost: number,
): Promise<LeftOut> {
  const { people, whole } = await drawFromRoll(deps, campaign, update);
  const blind = people.map(({ key, sealed }) => sealed && blindKey(deps.keys, key, sealed));
  const suppressed = await findSuppressed(
    deps,
    blind.flatMap((key) => key ?? []),
  );
  const isSuppressed = (key: Buffer | undefined) => key !== undefined && suppressed.has(key.toString("hex"));
  const others = people.filter((_, index) => !isSuppressed(blind[index]));
  const ids = others.map(({ key }) => dispatchId(update._id, key));
  return {
    drawn: people.length,
    whole,
    suppressed: people.length - others.length,
    capped: (await findOverCap(deps, update, ids, weeklyMost)).length,
  };
}

function blindKey(keys: Keys, key: Buffer, sealed: Buffer): Buffer | undefined {
  try {
    return mailboxKey(keys, unseal(keys, key.subarray(0, personLength), sealed).email);
  } catch {
    // Fields that can't be opened are reported when mails fail; a count need not.
    return undefined;
  }
}

async function drawFromRoll(deps: Reading, campaign: Campaign, update: Addressing): Promise<Drawn> {
  const { keys, part } = await beginningOfRoll(deps, campaign, mostLooked);
  const found = await deps.database.signatures
    .find(
      { $and: [{ _id: keys }, onRoll(campaign, update)] },
      { projection: { sealed: 1 }, sort: { _id: 1 }, hint: "_id_" },
    )
    .limit(mostDrawn + 1)
    .toArray();
  const people = found.slice(0, mostDrawn).map(({ _id, sealed }) => ({ key: _id, sealed }));
  return { people, whole: part === 1 && found.length <= mostDrawn };
}
