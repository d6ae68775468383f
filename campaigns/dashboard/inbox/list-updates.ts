import { trusted } from "mongoose";
import type { Deps } from "../../bundles/deps.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import type { Update } from "../../updates/update.model.ts";
import { mayApprove } from "../../updates/writing/approve-update.ts";
import type { Placed, Reader } from "./inbox.ts";

const mostListed = 100;

/** Mails to supporters that wait for somebody, and those whose sending stopped or is uncertain. */
export async function listUpdates(
  { database }: Pick<Deps, "database">,
  account: Reader,
  campaigns: readonly Campaign[],
): Promise<Placed[]> {
  const reach = account.role === "secretariat" ? {} : { organisation: account.organisation };
  const within = { ...reach, campaign: trusted({ $in: campaigns.map(({ slug }) => slug) }) };
  const find = (filter: object, index: string) =>
    database.updates
      .find({ ...reach, ...filter })
      .hint(index)
      .limit(mostListed)
      .lean<Update[]>();
  const [waiting, uncertain, paused, own] = await Promise.all([
    find({ ...within, state: trusted({ $in: ["submitted", "approved"] }) }, "waiting"),
    find({ ...within, "counts.uncertain": trusted({ $gt: 0 }) }, "uncertain"),
    find({ state: "paused" }, "due"),
    find({ createdBy: account.id, state: "draft" }, "own"),
  ]);
  const item = (update: Update, rest: Pick<Placed, "list" | "kind"> & Partial<Placed>): Placed => ({
    campaign: update.campaign,
    thing: update._id.toHexString(),
    title: subjectOf(update, account),
    at: update.changedAt,
    ...rest,
  });
  return [
    ...waiting.flatMap((update) => {
      const placed = place(update, account.id);
      return placed ? [item(update, placed)] : [];
    }),
    ...uncertain.map((update) =>
      item(update, { list: "wrong", kind: "uncertain", count: update.counts.uncertain }),
    ),
    ...paused.map((update) => item(update, { list: "wrong", kind: "paused" })),
    ...own.map((update) =>
      item(update, { list: "waiting", kind: update.remark ? "changes-update" : "continue-update" }),
    ),
  ];
}

function place(
  update: Update,
  reader: string,
): (Pick<Placed, "list" | "kind"> & Partial<Placed>) | undefined {
  const { state, scheduledAt, submittedBy, submittedAt } = update;
  if (state === "submitted") {
    const list = mayApprove(update, reader) ? "waiting" : "awaited";
    return { list, kind: "update", by: submittedBy, at: submittedAt };
  }
  return scheduledAt ? undefined : { list: "waiting", kind: "schedule" };
}

/** Its subject in the reader's language, or in the first that has one. */
function subjectOf({ texts, fallback }: Update, { locale }: Reader): string | undefined {
  return [locale, ...fallback, ...Object.keys(texts)]
    .map((code) => texts[code]?.subject)
    .find((subject) => subject);
}
