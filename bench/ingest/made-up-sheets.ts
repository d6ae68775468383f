import { randomBytes, randomInt } from "node:crypto";
import { Types } from "mongoose";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { signatureId } from "#campaigns/petitions/person.ts";
import type { Signature } from "#campaigns/signing/roll/signature.model.ts";
import type { Line, Sheet } from "#campaigns/signing/sheets/sheet.model.ts";
import { readCurve } from "../arrivals/curve.ts";
import { countryOf, dayOf } from "../arrivals/signers.ts";

/** A line with its sealed fields. */
export type MadeUpLine = { line: Line; sealed: Buffer };

/** As long as the replay signers' sealed fields are on average. */
const sealedLength = 92;

const curve = readCurve(1);

/** Creates lines of new persons, some of them repeats of earlier ones in the list. */
export function makeLines(campaign: Campaign, count: number, repeats: number): MadeUpLine[] {
  const petitions = new Map(campaign.petitions.map(({ id, country }) => [country, id]));
  const lines: MadeUpLine[] = [];
  for (let index = 0; index < count; index += 1) {
    const country = countryOf(curve, index);
    const line: Line = {
      person: (Math.random() < repeats && earlierPerson(lines)) || newPerson(campaign),
      petition: petitions.get(country) ?? petitions.get(null) ?? "",
      country,
      locale: "en",
      version: 1,
    };
    if (index % 3 === 0) line.updates = true;
    line.source = dayOf(curve, index);
    lines.push({ line, sealed: randomBytes(sealedLength) });
  }
  return lines;
}

/** Puts lines on sheets of 500, as they are in the database before a worker takes them. */
export function makeSheets(campaign: Campaign, lines: MadeUpLine[], linesAtOnce = 500): Sheet[] {
  const sheets: Sheet[] = [];
  for (let start = 0; start < lines.length; start += linesAtOnce) {
    const part = lines.slice(start, start + linesAtOnce);
    sheets.push({
      _id: idFromNextHour(),
      campaign: campaign.ordinal,
      kind: "counting",
      channel: "web",
      state: "received",
      at: new Date(),
      lines: part.map(({ line }) => line),
      sealed: part.map(({ sealed }) => sealed),
    });
  }
  return sheets;
}

/** The documents that a list of lines without repeats leaves on the roll. */
export function toSignatures(sheets: Sheet[]): Signature[] {
  return sheets.flatMap((sheet) =>
    sheet.lines.map(({ person, ...kept }, index): Signature => {
      const sealed = sheet.sealed?.[index];
      return {
        _id: signatureId(person, 0),
        sheet: sheet._id,
        line: index,
        ...kept,
        channel: sheet.channel,
        at: sheet.at,
        state: "counted",
        ...(sealed && { sealed }),
      };
    }),
  );
}

function newPerson(campaign: Campaign): Buffer {
  const person = randomBytes(20);
  person.writeUInt32BE(campaign.ordinal, 0);
  return person;
}

function earlierPerson(lines: MadeUpLine[]): Buffer | undefined {
  return lines[randomInt(Math.max(lines.length, 1))]?.line.person;
}

/** The sweep looks for sheets that have waited for seconds; it must not find these before timing starts. */
function idFromNextHour(): Types.ObjectId {
  const id = randomBytes(12);
  id.writeUInt32BE(Math.floor(Date.now() / 1_000) + 3_600, 0);
  return new Types.ObjectId(id);
}
