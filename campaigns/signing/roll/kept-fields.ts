import type { Line } from "../sheets/sheet.model.ts";
import type { Signature } from "./signature.model.ts";

type KeptField =
  | "petition"
  | "country"
  | "locale"
  | "version"
  | "mailbox"
  | "updates"
  | "secretariat"
  | "unnamed"
  | "source"
  | "nameKey"
  | "postcodeKey";

/**
 * What a signature keeps from the line that made it count; written out in full because it runs once per signature.
 */
export function keptFields(line: Line): Pick<Signature, KeptField> {
  const kept: Pick<Signature, KeptField> = {
    petition: line.petition,
    country: line.country,
    locale: line.locale,
    version: line.version,
  };
  if (line.mailbox) kept.mailbox = line.mailbox;
  if (line.updates) kept.updates = true;
  if (line.secretariat) kept.secretariat = true;
  if (line.unnamed) kept.unnamed = true;
  if (line.source !== undefined) kept.source = line.source;
  if (line.nameKey) kept.nameKey = line.nameKey;
  if (line.postcodeKey) kept.postcodeKey = line.postcodeKey;
  return kept;
}
