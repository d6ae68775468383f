import { type Static, Type } from "typebox";
import type { PublicHandover } from "#campaigns/handovers/list-handovers.ts";
import {
  type Campaign,
  type CampaignState,
  type ClosingReason,
  campaignStates,
  closingReasons,
  type Petition,
} from "#campaigns/petitions/campaign.ts";
import {
  lifeOf,
  type PetitionStage,
  petitionStage,
  petitionStages,
} from "#campaigns/petitions/petition-life.ts";

const closed = { additionalProperties: false } as const;
const moment = Type.String({ format: "date-time" });
const byLanguage = Type.Record(Type.String(), Type.String());

const textOrNull = Type.Union([Type.String(), Type.Null()]);
/** The last handover of a petition, or of the whole campaign, and what was answered. */
const handedReply = {
  handover: Type.Union([
    Type.Object(
      {
        day: Type.String({ format: "date" }),
        person: Type.String(),
        office: Type.String(),
        place: Type.String(),
        handedBy: Type.String(),
        bundle: Type.Union([Type.String(), Type.Null()], { description: "SHA-256 of its SHA256SUMS" }),
        replyDue: textOrNull,
        certificate: Type.Union([
          Type.Object(
            {
              authority: Type.String(),
              valid: Type.Integer(),
              of: Type.Integer(),
              reference: Type.String(),
              day: Type.String({ format: "date" }),
            },
            closed,
          ),
          Type.Null(),
        ]),
      },
      closed,
    ),
    Type.Null(),
  ]),
  reply: Type.Union([
    Type.Object({ text: Type.String(), day: Type.String({ format: "date" }), source: Type.String() }, closed),
    Type.Null(),
  ]),
};

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
    handover: handedReply.handover,
    reply: handedReply.reply,
    petitions: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          country: Type.Union([Type.String(), Type.Null()]),
          state: Type.Unsafe<PetitionStage>(
            Type.String({ enum: [...petitionStages], description: "Where it stands at this moment" }),
          ),
          opensAt: moment,
          closesAt: Type.Union([moment, Type.Null()], {
            description: "The first moment at which nobody can sign it, as set beforehand",
          }),
          closed: Type.Union([
            Type.Object(
              {
                at: moment,
                reason: Type.Unsafe<ClosingReason>(Type.String({ enum: [...closingReasons] })),
              },
              closed,
            ),
            Type.Null(),
          ]),
          goal: Type.Union([Type.Integer(), Type.Null()]),
          ...handedReply,
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
export function presentCampaign(
  campaign: Campaign,
  now: Date,
  handovers: readonly PublicHandover[],
): Static<typeof campaignReply> {
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
    petitions: petitions.flatMap((petition) => presentPetition(campaign, petition, now, handovers)),
    ...lastOf(handovers, null),
  };
}

function presentPetition(
  campaign: Campaign,
  petition: Petition,
  now: Date,
  handovers: readonly PublicHandover[],
): Static<typeof campaignReply>["petitions"] {
  const { id, country, target, versions, goal = null } = petition;
  const current = versions.at(-1);
  if (!current) return [];
  const { version, publishedAt, texts } = current;
  const life = lifeOf(campaign, petition);
  const state = petitionStage(campaign, petition, now);
  return [
    {
      ...{ id, country, state, goal, target, version, texts },
      opensAt: life.opensAt.toISOString(),
      closesAt: life.closesAt?.toISOString() ?? null,
      closed: life.closed ? { at: life.closed.at.toISOString(), reason: life.closed.reason } : null,
      publishedAt: publishedAt.toISOString(),
      ...lastOf(handovers, id),
    },
  ];
}

function lastOf(handovers: readonly PublicHandover[], of: string | null) {
  const last = handovers.findLast(({ petition }) => petition === of);
  if (!last) return { handover: null, reply: null };
  const { petition: _, reply, ...handover } = last;
  return { handover, reply };
}
