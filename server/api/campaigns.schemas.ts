import { type Static, Type } from "typebox";
import { type Campaign, type CampaignState, campaignStates } from "#campaigns/petitions/campaign.ts";

const closed = { additionalProperties: false } as const;
const moment = Type.String({ format: "date-time" });
const byLanguage = Type.Record(Type.String(), Type.String());

/** A campaign as API clients see it. */
export const campaignReply = Type.Object(
  {
    slug: Type.String(),
    state: Type.Unsafe<CampaignState>(Type.String({ enum: [...campaignStates] })),
    verification: Type.Union([Type.Literal("email"), Type.Literal("none")]),
    asksPostcode: Type.Boolean(),
    timeZone: Type.String({ description: "Where its days begin and end" }),
    opensAt: moment,
    closesAt: Type.Union([moment, Type.Null()], { description: "The first moment at which nobody can sign" }),
    languages: Type.Array(Type.String()),
    name: byLanguage,
    petitions: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          country: Type.Union([Type.String(), Type.Null()]),
          target: byLanguage,
          version: Type.Integer({ description: "The wording that is signed today" }),
          publishedAt: moment,
          texts: Type.Record(
            Type.String(),
            Type.Object(
              { text: Type.String(), sha256: Type.String({ description: "Of the UTF-8 text" }) },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** How many have signed; every breakdown adds up to the total. */
export const totalsReply = Type.Object(
  {
    total: Type.Integer(),
    byCountry: Type.Record(Type.String(), Type.Integer(), {
      description: "Countries with fewer than ten signatures are one sum, other; two countries at least",
    }),
    byChannel: Type.Object({ web: Type.Integer(), paper: Type.Integer(), import: Type.Integer() }, closed),
    byPetition: Type.Record(Type.String(), Type.Integer(), {
      description:
        "Petitions with fewer than ten signatures, and those that would tell a country’s, are one sum, other",
    }),
    goal: Type.Integer(),
    asOf: moment,
  },
  closed,
);

/** Intervals of a campaign's history. */
export const historyReply = Type.Array(Type.Object({ at: moment, count: Type.Integer() }, closed));

/** Omits what is not for API clients: pages, colours, sources. */
export function presentCampaign(campaign: Campaign): Static<typeof campaignReply> {
  const {
    slug,
    state,
    verification,
    asksPostcode,
    timeZone,
    opensAt,
    closesAt,
    languages,
    pages,
    petitions,
  } = campaign;
  return {
    slug,
    state,
    verification,
    asksPostcode,
    timeZone,
    opensAt: opensAt.toISOString(),
    closesAt: closesAt?.toISOString() ?? null,
    languages,
    name: Object.fromEntries(Object.entries(pages).map(([locale, page]) => [locale, page.name])),
    petitions: petitions.flatMap(({ id, country, target, versions }) => {
      const current = versions.at(-1);
      if (!current) return [];
      const { version, publishedAt, texts } = current;
      return { id, country, target, version, publishedAt: publishedAt.toISOString(), texts };
    }),
  };
}
