import { readFileSync } from "node:fs";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { parse } from "yaml";
import { isCountry } from "#campaigns/texts/countries.ts";

const closed = { additionalProperties: false } as const;
const day = Type.String({ pattern: "^\\d{4}-\\d\\d-\\d\\d$" });
const address = Type.String({ pattern: "^https?://" });
const line = Type.Object(
  {
    country: Type.String(),
    name: Type.String(),
    call: Type.Optional(Type.String({ pattern: "^[0-9 -]+$" })),
    /** The number to text, and the word to send. */
    text: Type.Optional(Type.String({ pattern: "^[0-9 -]+$" })),
    word: Type.Optional(Type.String()),
    kind: Type.Enum(["children", "report", "trafficking", "rights"]),
    source: address,
    /** The date of the source, where it has one. */
    of: Type.Optional(day),
    readAt: day,
  },
  closed,
);
const file = Type.Object(
  {
    links: Type.Array(
      Type.Object({ name: Type.String(), address, for: Type.Enum(["helplines", "reports"]) }, closed),
    ),
    lines: Type.Array(line),
  },
  closed,
);

/** A line that helps children in one country, with where its number stands. */
export type HelpLine = Static<typeof line>;

/** Reads the lines that the catalogue has, and the networks that know all others. Throws when the file is wrong. */
export function readHelpLines(): Static<typeof file> {
  const text = readFileSync(new URL("../../../campaigns/catalogue/help-lines.yaml", import.meta.url), "utf8");
  // Days stay what they are: texts.
  const read = Value.Parse(file, parse(text, { schema: "failsafe" }));
  const wrong = read.lines.find(({ country, call, text: sms }) => !isCountry(country) || !(call ?? sms));
  if (wrong) throw new TypeError(`The help line "${wrong.name}" needs a country and a number.`);
  return read;
}
