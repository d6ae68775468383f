import { Type } from "typebox";
import { sourceCodePattern } from "#campaigns/petitions/source-codes/source-code.model.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";

const closed = { additionalProperties: false } as const;

/** A campaign's name in an address. */
export const apiCampaignParams = Type.Object({ campaign: Type.String({ maxLength: 80 }) }, closed);

/** What a signer sends. Limits are wide: what is within them but breaks a rule is answered field by field. */
export const signBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 600, description: "Name as it should stand on the roll" }),
    email: Type.String({
      minLength: 3,
      maxLength: 600,
      description: "E-mail address; a link to confirm goes there",
    }),
    country: Type.String({ minLength: 2, maxLength: 2, description: "ISO 3166-1 alpha-2, or XK" }),
    postcode: Type.Optional(
      Type.String({ maxLength: 40, description: "Where the campaign asks for it and the country has them" }),
    ),
    locale: Type.String({ minLength: 2, maxLength: 10, description: `Language: ${locales.join(", ")}` }),
    petition: Type.Optional(
      Type.String({ maxLength: 40, description: "The country's, else the international one" }),
    ),
    source: Type.Optional(
      Type.String({ maxLength: 40, pattern: `^${sourceCodePattern}$`, description: "Where from" }),
    ),
    consent: Type.Object(
      {
        updates: Type.Boolean({
          description: "Wants news of the campaign from the organisation whose petition is signed",
        }),
        secretariat: Type.Optional(
          Type.Boolean({
            description: "Wants news from the secretariat too, where it is another's petition",
          }),
        ),
        unnamed: Type.Optional(
          Type.Boolean({ description: "The office is not to get her name when signatures are handed over" }),
        ),
        showName: Type.Optional(
          Type.Boolean({ description: "Accepted and not stored: nothing shows names in public" }),
        ),
      },
      closed,
    ),
  },
  closed,
);

/** What a signer gets: the same for a new and a repeated signature. */
export const signReply = Type.Object(
  {
    receipt: Type.String({
      description: "Names the entry and nobody; see the receipts for what it shows",
    }),
    status: Type.Union([Type.Literal("confirm-by-mail"), Type.Literal("received")]),
  },
  closed,
);

/** A problem (RFC 9457). */
export const problemReply = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  errors: Type.Optional(Type.Array(Type.Object({ field: Type.String(), message: Type.String() }))),
});
