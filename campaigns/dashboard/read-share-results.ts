import type { Deps } from "../bundles/deps.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { shareSource, shareWays } from "../petitions/sharing/share-source.ts";
import { sourceSumKey } from "../signing/tallies/source-sum.model.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** The results of one share text. The interval is for its share of all signatures that came through share texts. */
export type ShareResult = {
  variant: string;
  text: string;
  shares: number;
  signatures: number;
  interval: { low: number; high: number } | null;
  /** Whether its interval lies above, below or around an equal share. */
  verdict: "more" | "less" | "open";
};

/**
 * Shares and signatures by text. Each signer is offered one at random, so equally good texts would bring equal
 * shares.
 */
export async function readShareResults(
  { database }: Pick<Deps, "database">,
  { slug, ordinal, languages, pages }: Campaign,
): Promise<ShareResult[]> {
  const texts = pages[languages[0] ?? "en"]?.shares ?? [];
  const counts = await database.shareCounts.find({ campaign: slug }).toArray();
  const keysOf = (variant: string) =>
    shareWays.map((way) => sourceSumKey(ordinal, null, shareSource(way, variant)));
  const keys = texts.flatMap(({ variant }) => keysOf(variant));
  const sums = await database.sourceSums
    .find({ _id: { $in: keys } }, { projection: { counted: 1 } })
    .toArray();
  const counted = new Map(sums.map(({ _id, counted: of }) => [_id, of ?? 0]));
  const rows = texts.map(({ variant, text }) => ({
    variant,
    text,
    shares: counts.reduce((sum, each) => sum + (each.variant === variant ? each.count : 0), 0),
    signatures: keysOf(variant).reduce((sum, key) => sum + (counted.get(key) ?? 0), 0),
  }));
  const all = rows.reduce((sum, { signatures }) => sum + signatures, 0);
  return rows.map((row) => {
    const interval = wilsonInterval(row.signatures, all);
    return { ...row, interval, verdict: verdictOf(interval, rows.length) };
  });
}

function verdictOf(interval: ShareResult["interval"], among: number): ShareResult["verdict"] {
  if (!interval || among < 2) return "open";
  if (interval.low > 1 / among) return "more";
  return interval.high < 1 / among ? "less" : "open";
}
