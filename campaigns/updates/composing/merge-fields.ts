/**
 * What an update may say about its reader and about itself. Nothing else that a signer wrote can get into a mail,
 * and none of it into an address: other sites must not learn who came from where.
 */
export const mergeFields = ["name", "country", "campaign", "organisation"] as const;

/** A field of the list above. */
export type MergeField = (typeof mergeFields)[number];

/** A field in a text, with the fallback for a reader without it: `{{name|friend}}`. */
export type FieldUse = { field: MergeField; otherwise: string };

/** A text in pieces: plain text, and fields. */
export type Piece = string | FieldUse;

/** The syntax of a field, known or not; the second group is its fallback. */
export const fieldForm = /\{\{([^{}|\n]*)(?:\|([^{}|\n]*))?\}\}/;

/** Reads the inside of a `{{...}}`; undefined when it is not a known field. */
export function readField(name: string, otherwise = ""): FieldUse | undefined {
  const field = mergeFields.find((known) => known === name.trim().toLowerCase());
  return field && { field, otherwise: otherwise.trim() };
}

/** Splits a line at its fields; anything that only looks like a field stays as written. */
export function splitFields(text: string): Piece[] {
  const pieces: Piece[] = [];
  const parts = text.split(new RegExp(fieldForm, "g"));
  for (let index = 0; index < parts.length; index += 3) {
    const [plain = "", name, otherwise] = parts.slice(index, index + 3);
    if (plain) pieces.push(plain);
    if (name === undefined) continue;
    pieces.push(
      readField(name, otherwise) ?? (otherwise === undefined ? `{{${name}}}` : `{{${name}|${otherwise}}}`),
    );
  }
  return pieces;
}

/** Unknown names in `{{...}}`, and unclosed braces. */
export function findUnknownFields(text: string): string[] {
  const unknown: string[] = [];
  const rest = text.replace(new RegExp(fieldForm, "g"), (_all, name: string, otherwise?: string) => {
    if (!readField(name, otherwise)) unknown.push(name.trim());
    return "";
  });
  if (rest.includes("{{")) unknown.push("{{");
  return unknown;
}
