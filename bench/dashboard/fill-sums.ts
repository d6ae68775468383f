import { randomBytes } from "node:crypto";
import { Types } from "mongoose";
import type { Database } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { deltaKey, increase, toDeltas } from "#campaigns/signing/sheets/count-deltas.ts";
import type { Sheet } from "#campaigns/signing/sheets/sheet.model.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { type Curve, readCurve } from "../arrivals/curve.ts";
import { countryOf } from "../arrivals/signers.ts";

const linesAtOnce = 500;
const sheetsAtOnce = 1_000;
const hour = 3_600_000;
const day = 24 * hour;

/** Days of the curve after its busiest one: the campaign is at its height, not long over. */
const daysAfterPeak = 3;

/** How busy each hour (UTC) of a day is. */
const hourly = [6, 3, 2, 1, 1, 2, 5, 9, 12, 11, 10, 10, 11, 11, 10, 10, 11, 12, 13, 14, 15, 15, 13, 10];

const sources = [
  "",
  "share-whatsapp",
  "share-facebook",
  "share-mail",
  "update-5",
  "poster",
  "press",
  "radio",
];
const locales = ["en", "en", "en", "en", "fr", "es", "th", "ar"];

/**
 * Folds made-up sheets of the real arrival curve, ending today, into tallies, total and sums: reading them needs no
 * signatures. Every country has signed at any size, so that only the size differs.
 */
export async function fillSums(database: Database, campaign: Campaign, signatures: number): Promise<void> {
  const curve = readCurve(signatures / readCurve(1).persons);
  const moments = hoursOf(curve, signatures);
  let sheets: Sheet[] = [];
  const fold = async () => {
    if (sheets.length > 0) await database.sheets.insertMany(sheets);
    sheets = [];
    await foldSheets({ database, now: () => new Date() }, campaign.ordinal);
  };
  let person = 0;
  for (const { at, count } of moments) {
    const many = Math.ceil(count / linesAtOnce);
    for (let part = 0; part < many; part += 1) {
      const lines = Math.min(linesAtOnce, count - part * linesAtOnce);
      const when = new Date(at.getTime() + (part / many) * hour);
      sheets.push(makeSheet(campaign, curve, when, { first: person, lines }));
      person += lines;
      if (sheets.length >= sheetsAtOnce) await fold();
    }
  }
  await fold();
  const total = (await database.totals.findOne({ _id: campaign.ordinal }))?.total ?? 0;
  if (total !== signatures) throw new Error(`${signatures} were to be folded and the total is ${total}.`);
}

/** Signatures by hour up to the current one, in the shape of the curve. */
function hoursOf({ days }: Curve, signatures: number): { at: Date; count: number }[] {
  const perDay = days.map(({ signedBy }, index) => signedBy - (days[index - 1]?.signedBy ?? 0));
  const height = perDay.indexOf(Math.max(...perDay));
  const taken = perDay.slice(0, height + daysAfterPeak + 1);
  const thisHour = Math.floor(Date.now() / hour) * hour;
  const first = Math.floor(thisHour / day) * day - (taken.length - 1) * day;
  const weights = taken.flatMap((inDay, index) =>
    hourly.map((weight, clock) => ({ at: first + index * day + clock * hour, weight: weight * (inDay + 1) })),
  );
  const past = weights.filter(({ at }) => at < thisHour);
  const all = past.reduce((sum, { weight }) => sum + weight, 0);
  let soFar = 0;
  let given = 0;
  return past.map(({ at, weight }) => {
    soFar += weight;
    const upTo = Math.round((soFar / all) * signatures);
    const count = upTo - given;
    given = upTo;
    return { at: new Date(at), count };
  });
}

function idAt(at: Date): Types.ObjectId {
  const id = randomBytes(12);
  id.writeUInt32BE(Math.floor(at.getTime() / 1_000), 0);
  return new Types.ObjectId(id);
}

function makeSheet(
  campaign: Campaign,
  curve: Curve,
  at: Date,
  { first, lines }: { first: number; lines: number },
): Sheet {
  const own = new Map(campaign.petitions.map(({ id, country }) => [country, id]));
  const counts = new Map<string, number>();
  const deltas = new Map<string, number>();
  for (let person = first; person < first + lines; person += 1) {
    // The first ones come from every country.
    const country = curve.countries[person]?.code ?? countryOf(curve, person % curve.persons);
    const petition = own.get(country) ?? own.get(null) ?? "";
    const locale = locales[person % locales.length] ?? "en";
    const source = sources[(person * 7) % sources.length];
    const scope = { petition, country, channel: "web", version: 1, locale, source } as const;
    increase(counts, `${petition}/${country}`, 1);
    for (const kind of ["asked", "confirmed", "clicks", "counted"] as const)
      increase(deltas, deltaKey(scope, kind), 1);
    if (person % 20 === 0) increase(deltas, deltaKey(scope, "asked"), 1);
    if (person % 25 === 0) increase(deltas, deltaKey(scope, "repeats"), 1);
  }
  const [petition = "", country = ""] = [...counts.keys()][0]?.split("/") ?? [];
  return {
    _id: idAt(at),
    campaign: campaign.ordinal,
    kind: "counting",
    channel: "web",
    state: "processed",
    at,
    // One line stands for all: lists of sheets only show that there is one.
    lines: [{ person: randomBytes(20), petition, country, locale: "en", version: 1 }],
    outcomes: ["counted"],
    counts: Array.from(counts, ([name, count]) => {
      const [of = "", from = ""] = name.split("/");
      return { petition: of, country: from, channel: "web", count };
    }),
    deltas: toDeltas(deltas),
  };
}
