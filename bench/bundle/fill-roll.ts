import { Types } from "mongoose";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personLength, personOf, signatureId } from "#campaigns/petitions/person.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { seal } from "#campaigns/platform/sealing/seal.ts";
import type { Signature } from "#campaigns/signing/roll/signature.model.ts";
import { type CountDeltas, deltaKey, increase, toDeltas } from "#campaigns/signing/sheets/count-deltas.ts";
import type { Sheet } from "#campaigns/signing/sheets/sheet.model.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { readCurve } from "../arrivals/curve.ts";
import { addressOf, countryOf, nameOf } from "../arrivals/signers.ts";
import type { Stage } from "../system/bench-campaign.ts";

const linesAtOnce = 500;

/** Puts made-up signatures on a campaign's roll, sealed like real ones, and counts them in tallies and total. */
export async function fillRoll(
  { database, keys }: Pick<Stage, "database" | "keys">,
  campaign: Campaign,
  signatures: number,
  consent: Pick<Signature, "updates"> = {},
): Promise<void> {
  const curve = readCurve(1);
  const petitions = new Map(campaign.petitions.map(({ id, country }) => [country, id]));
  for (let start = 0; start < signatures; start += linesAtOnce) {
    const count = Math.min(linesAtOnce, signatures - start);
    const sheet = new Types.ObjectId();
    const at = new Date(Date.UTC(2026, 0, 1) + start * 1_000);
    const roll = Array.from({ length: count }, (_, line): Signature => {
      const index = start + line;
      const country = countryOf(curve, index);
      const petition = petitions.get(country) ?? petitions.get(null) ?? "";
      const email = addressOf(index);
      const person = personOf(keys, campaign, email);
      const locale = locales[index % locales.length] ?? "en";
      const sealed = seal(keys, person, { name: nameOf(index), email, postcode: "" });
      const _id = signatureId(person, 0);
      return {
        _id,
        sheet,
        line,
        petition,
        country,
        channel: "web",
        locale,
        version: 1,
        at,
        state: "counted",
        sealed,
        ...consent,
      };
    });
    await database.signatures.insertMany(
      roll.sort((one, other) => one._id.compare(other._id)),
      { ordered: false },
    );
    await database.sheets.insertOne(countedSheet(campaign, sheet, at, roll));
  }
  await foldSheets({ database, now: () => new Date() }, campaign.ordinal);
}

/** The sheet that brought them, as it is after processing. */
function countedSheet(campaign: Campaign, _id: Types.ObjectId, at: Date, roll: readonly Signature[]): Sheet {
  const groups = Map.groupBy(roll, ({ petition, country }) => `${petition}/${country}`);
  const counts = Array.from(groups.values(), (some) => ({
    petition: some[0]?.petition ?? "",
    country: some[0]?.country ?? "",
    channel: "web" as const,
    count: some.length,
  }));
  return {
    _id,
    campaign: campaign.ordinal,
    kind: "counting",
    channel: "web",
    state: "processed",
    at,
    lines: roll.map(({ _id, petition, country, locale, version }) => ({
      person: _id.subarray(0, personLength),
      petition,
      country,
      locale,
      version,
    })),
    outcomes: roll.map(() => "counted"),
    counts,
    deltas: deltasOf(roll),
  };
}

function deltasOf(roll: readonly Signature[]): CountDeltas {
  const sums = new Map<string, number>();
  for (const signature of roll) increase(sums, deltaKey(signature, "counted"), 1);
  return toDeltas(sums);
}
