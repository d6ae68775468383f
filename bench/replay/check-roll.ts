import type { Database } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personLength, personOf, rollRange } from "#campaigns/petitions/person.ts";
import type { Keys } from "#campaigns/platform/sealing/keys.ts";
import { readTotals } from "#campaigns/signing/tallies/read-totals.ts";
import { recountRoll } from "#campaigns/signing/tallies/recount-roll.ts";
import type { Curve } from "../arrivals/curve.ts";
import { addressOf, countryOf, dayOf } from "../arrivals/signers.ts";
import { type Findings, noteEqual, startFindings } from "./findings.ts";

type Checked = { database: Database; keys: Keys; campaign: Campaign; curve: Curve };

/** Counts by country, petition and day, and a sum over the keys: equal sums mean equal sets of keys. */
export type Sums = { signatures: number; keys: number; byKey: Map<string, number> };

const modulus = 2 ** 48;

/**
 * Checks the roll against everybody who was sent: their keys, and the numbers by country, petition and day of the
 * curve.
 */
export async function checkRoll(checked: Checked, sent: Sums): Promise<Findings> {
  const findings = startFindings("places on the roll");
  compare(findings, await sumRoll(checked), sent);
  return findings;
}

/** Checks tallies and total against everybody who was sent, and against the recount of the roll. */
export async function checkTallies({ database, campaign }: Checked, sent: Sums): Promise<Findings> {
  const findings = startFindings("places in tallies and total");
  const totals = await readTotals({ database }, campaign);
  noteEqual(findings, "total", totals.total, sent.signatures);
  noteEqual(findings, "channel web", totals.byChannel.web, sent.signatures);
  const counted = new Map([
    ...Object.entries(totals.byCountry).map(([code, count]) => [`country ${code}`, count] as const),
    ...Object.entries(totals.byPetition).map(([id, count]) => [`petition ${id}`, count] as const),
  ]);
  const counts = [...sent.byKey].filter(([name]) => !name.startsWith("day "));
  compare(findings, { ...sent, byKey: counted }, { ...sent, byKey: new Map(counts) });
  const recount = await recountRoll(database, campaign.ordinal);
  noteEqual(findings, "recount of the roll", recount.roll, sent.signatures);
  noteEqual(findings, "sheets not folded", recount.unfolded, 0);
  for (const { where, roll, tallies } of recount.drift)
    noteEqual(findings, `drift at ${where}`, tallies, roll);
  return findings;
}

async function sumRoll({ database, campaign }: Checked): Promise<Sums> {
  const { from, to } = rollRange(campaign.ordinal);
  const sums: Sums = { signatures: 0, keys: 0, byKey: new Map() };
  const roll = database.signatures.find(
    { _id: { $gte: from, $lt: to }, state: "counted" },
    {
      projection: { country: 1, petition: 1, source: 1 },
      hint: { $natural: 1 },
      batchSize: 10_000,
    },
  );
  for await (const { _id, country, petition, source } of roll) {
    addSignature(sums, _id, { country, petition, day: source ?? "none" });
  }
  return sums;
}

/** Sums up everybody who was sent, or those of them who are to count. */
export function sumPersons(
  { keys, campaign, curve }: Checked,
  counts: (person: number) => boolean = () => true,
): Sums {
  const petitions = new Map(campaign.petitions.map(({ id, country }) => [country, id]));
  const international = petitions.get(null) ?? "";
  const sums: Sums = { signatures: 0, keys: 0, byKey: new Map() };
  for (let person = 0; person < curve.persons; person += 1) {
    if (!counts(person)) continue;
    const country = countryOf(curve, person);
    const petition = petitions.get(country) ?? international;
    const key = personOf(keys, campaign, addressOf(person));
    addSignature(sums, key, { country, petition, day: dayOf(curve, person) });
  }
  return sums;
}

function addSignature(
  sums: Sums,
  key: Buffer,
  { country, petition, day }: { country: string; petition: string; day: string },
): void {
  sums.signatures += 1;
  sums.keys = (sums.keys + key.readUIntBE(personLength - 6, 6)) % modulus;
  for (const name of [`country ${country}`, `petition ${petition}`, `day ${day}`])
    sums.byKey.set(name, (sums.byKey.get(name) ?? 0) + 1);
}

function compare(findings: Findings, found: Sums, sent: Sums): void {
  noteEqual(findings, "signatures", found.signatures, sent.signatures);
  noteEqual(findings, "sum of the keys", found.keys, sent.keys);
  for (const name of new Set([...found.byKey.keys(), ...sent.byKey.keys()]))
    noteEqual(findings, name, found.byKey.get(name) ?? 0, sent.byKey.get(name) ?? 0);
}
