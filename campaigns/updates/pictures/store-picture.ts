import { createHash } from "node:crypto";
import { type Actor, recordAudit } from "../../audit/record-audit.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import type { Deps } from "../deps.ts";
import { makePicture } from "./make-picture.ts";
import type { Picture } from "./picture.model.ts";

type Owner = { campaign: string; organisation: string; actor: Actor };

/**
 * Re-encodes an uploaded file without its metadata (place, camera) and stores it. The same file gives the same
 * picture.
 * @throws DomainError `picture-refused` when it is not a readable picture, or too large.
 */
export async function storePicture(
  deps: Pick<Deps, "database" | "now">,
  { campaign, organisation, actor }: Owner,
  file: Uint8Array,
): Promise<Omit<Picture, "content">> {
  const { content, ...seen } = await makePicture(file);
  const _id = createHash("sha256").update(campaign).update("\n").update(content).digest("hex").slice(0, 32);
  const picture = { campaign, organisation, ...seen, at: deps.now() };
  const whole = { $setOnInsert: { ...picture, content } };
  await withTransaction(deps, async (inner) => {
    await inner.database.pictures.updateOne({ _id }, whole, { upsert: true, ...inner.transaction });
    await recordAudit(inner, actor, "picture.add", `picture/${_id}`);
  });
  return { _id, ...picture };
}
