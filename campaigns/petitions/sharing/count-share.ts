import type { Campaign } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import type { ShareWay } from "./share-source.ts";

/** Counts that somebody shared a text; nothing about them is stored. An unknown text is not counted. */
export async function countShare(
  { database }: Pick<Deps, "database">,
  { slug, languages, pages }: Campaign,
  { variant, way }: { variant: string; way: ShareWay },
): Promise<void> {
  const [first = "en"] = languages;
  if (!pages[first]?.shares?.some((share) => share.variant === variant)) return;
  await database.shareCounts.updateOne(
    { _id: `${slug}/${variant}/${way}` },
    { $inc: { count: 1 }, $setOnInsert: { campaign: slug, variant, way } },
    { upsert: true },
  );
}
