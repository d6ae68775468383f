import type { Campaign } from "../petitions/campaign.ts";
import { DomainError } from "../platform/errors.ts";
import { checkpointKey } from "./checkpoint.model.ts";
import { cosignatureType, readCosignature } from "./cosignature.ts";
import type { Deps } from "./deps.ts";
import { parseNote, parseVerifier } from "./signed-note.ts";

/**
 * Takes a witness's signature below the checkpoint of a size; a second one of the same witness is not kept.
 * @throws DomainError `not-found` without such a checkpoint, `witness-refused` when no known witness signed it.
 */
export async function addCosignature(
  { database }: Pick<Deps, "database">,
  { ordinal }: Campaign,
  size: number,
  line: string,
): Promise<void> {
  const _id = checkpointKey(ordinal, size);
  const checkpoint = await database.checkpoints.findOne({ _id });
  const note = checkpoint && parseNote(checkpoint.note);
  if (!note) throw new DomainError("not-found", "There is no checkpoint of this size.");
  const name = line.split(" ")[1] ?? "";
  const known = await database.witnesses.findOne({ _id: name });
  const witness = known && parseVerifier(known.key, cosignatureType);
  if (!witness || !readCosignature(note.text, line, witness)) {
    throw new DomainError(
      "witness-refused",
      "No witness that is known here signed this checkpoint: ask those who run this site to add your key.",
    );
  }
  const opening = `\u2014 ${name} `;
  const unsigned = { _id, cosignatures: { $not: { $regex: `^${RegExp.escape(opening)}` } } };
  await database.checkpoints.updateOne(unsigned, { $push: { cosignatures: line } });
}
