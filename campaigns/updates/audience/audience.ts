import type { mongo } from "mongoose";
import { secretariat } from "../../access/secretariat.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { rollRange } from "../../petitions/person.ts";
import type { Signature } from "../../signing/roll/signature.model.ts";
import type { Deps } from "../deps.ts";
import type { Update } from "../update.model.ts";

/** What decides who gets an update. */
export type Addressing = Pick<Update, "organisation" | "audience"> & { startedAt?: Date };

/** Somebody on the roll. */
type Signer = Pick<Signature, "petition" | "country" | "locale" | "updates" | "secretariat">;

/**
 * The petitions whose signers hear from an organisation: its own. `updates` is the consent for the organisation
 * whose petition was signed; `secretariat` the separate one for the secretariat.
 */
function ownPetitions(campaign: Campaign, organisation: string): string[] {
  return campaign.petitions.filter((petition) => petition.organisation === organisation).map(({ id }) => id);
}

/** Tells whether a signer agreed to hear from an organisation. */
export function agreesTo(campaign: Campaign, organisation: string, signer: Signer): boolean {
  const own = ownPetitions(campaign, organisation).includes(signer.petition);
  return (own && signer.updates === true) || (organisation === secretariat && signer.secretariat === true);
}

/** Tells whether a signer still matches the audience. */
export function isAmong(campaign: Campaign, { audience }: Addressing, signer: Signer): boolean {
  const { petitions, countries, languages, organisation } = audience;
  const locales: readonly string[] | undefined = languages;
  return (
    (petitions?.includes(signer.petition) ?? true) &&
    (countries?.includes(signer.country) ?? true) &&
    (locales?.includes(signer.locale) ?? true) &&
    (organisation === undefined || ownPetitions(campaign, organisation).includes(signer.petition))
  );
}

type Part = { $in: string[] };

/** Conditions on the fields that roll and pending entries share; `at` is the field with the time of signing. */
function conditions(campaign: Campaign, { organisation, audience, startedAt }: Addressing) {
  const { petitions, countries, languages, joinedFrom, joinedBefore } = audience;
  const before = [joinedBefore, startedAt].filter((moment) => moment !== undefined);
  const first = before.toSorted((one, other) => one.getTime() - other.getTime())[0];
  const among: Part[] = [
    ...(petitions ? [{ $in: petitions }] : []),
    ...(audience.organisation ? [{ $in: ownPetitions(campaign, audience.organisation) }] : []),
  ];
  return {
    petitions: among,
    countries: countries && { $in: countries },
    languages: languages && { $in: [...languages] as string[] },
    at: (joinedFrom || first) && { ...(joinedFrom && { $gte: joinedFrom }), ...(first && { $lt: first }) },
    own: { $in: ownPetitions(campaign, organisation) },
    secretariat: organisation === secretariat,
  };
}

/** The signatures on the roll that an update is for: a contiguous range of keys, with conditions. */
export function onRoll(
  campaign: Campaign,
  addressing: Addressing,
  after?: Uint8Array,
): mongo.Filter<Signature> {
  const { petitions, countries, languages, at, own, ...to } = conditions(campaign, addressing);
  const range = rollRange(campaign.ordinal);
  return {
    _id: { ...(after ? { $gt: Buffer.from(after) } : { $gte: range.from }), $lt: range.to },
    state: "counted",
    $and: [
      {
        $or: [{ updates: true, petition: own }, ...(to.secretariat ? [{ secretariat: true as const }] : [])],
      },
      ...petitions.map((petition) => ({ petition })),
    ],
    ...(countries && { country: countries }),
    ...(languages && { locale: languages }),
    ...(at && { at }),
  };
}

/** Whether an update would reach anybody now. */
export async function reachesAnybody(
  { database }: Pick<Deps, "database">,
  campaign: Campaign,
  addressing: Addressing,
): Promise<boolean> {
  return (
    (await database.signatures.findOne(onRoll(campaign, addressing), { projection: { _id: 1 } })) !== null
  );
}
