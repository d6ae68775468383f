import type { Deps } from "../deps.ts";
import type { Picture } from "./picture.model.ts";

/** The picture at an address; null when there is none. */
export async function findPicture(
  { database }: Pick<Deps, "database">,
  id: string,
): Promise<Pick<Picture, "format" | "content"> | null> {
  return database.pictures.findOne({ _id: id }, { projection: { _id: 0, format: 1, content: 1 } });
}

/** A campaign's pictures, newest first, without their content; at most 30. */
export async function listPictures(
  { database }: Pick<Deps, "database">,
  campaign: string,
  organisations: readonly string[] | "all",
): Promise<Omit<Picture, "content">[]> {
  return database.pictures
    .find(
      { campaign, ...(organisations !== "all" && { organisation: { $in: [...organisations] } }) },
      { projection: { content: 0 } },
    )
    .sort({ at: -1 })
    .limit(30)
    .toArray();
}
