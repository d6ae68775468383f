import type { Curve } from "./curve.ts";
import { addressOf, countryOf, dayOf, nameOf, type Spelling, scatter, visitorOf } from "./signers.ts";

/** Who signs with a request, and how the address is spelled. */
export type Turn = { person: number; spelling: Spelling; repeat: boolean };

/** Every twentieth request is somebody who has signed before. */
const repeatEvery = 20;

const spellings = ["plain", "capitals", "tag", "dots"] as const satisfies Spelling[];

const locales: Record<string, string> = {
  FR: "fr",
  BE: "fr",
  ES: "es",
  MX: "es",
  TH: "th",
  PH: "tl",
  EG: "ar",
};

/** The number of requests until every person has signed. */
export function countRequests(persons: number): number {
  return persons + Math.floor((persons - 1) / (repeatEvery - 1));
}

/** Whose turn a request is, from 0: new persons in order, and repeats of earlier ones, a quarter of them recent. */
export function turnOf(request: number): Turn {
  const repeats = Math.floor((request + 1) / repeatEvery);
  const repeat = (request + 1) % repeatEvery === 0;
  if (!repeat) return { person: request - repeats, spelling: "plain", repeat };
  const signed = request - repeats + 1;
  const bits = scatter(request, 6);
  const person = bits % 4 === 0 ? signed - 1 - ((bits >>> 2) % Math.min(signed, 300)) : (bits >>> 2) % signed;
  return { person, spelling: spellings[(bits >>> 8) % spellings.length] ?? "plain", repeat };
}

/** Creates the bytes of requests to sign a campaign, as a proxy in front of the server would send them. */
export function composeRequests(
  curve: Curve,
  { campaign, host }: { campaign: string; host: string },
): (turn: Turn) => string {
  const head =
    `POST /api/v1/campaigns/${campaign}/signatures HTTP/1.1\r\nHost: ${host}\r\n` +
    "Content-Type: application/json\r\nAccept: application/json\r\nX-Forwarded-For: ";
  return ({ person, spelling }) => {
    const country = countryOf(curve, person);
    const body =
      `{"name":"${nameOf(person)}","email":"${addressOf(person, spelling)}","country":"${country}",` +
      `"locale":"${locales[country] ?? "en"}","source":"${dayOf(curve, person)}",` +
      `"consent":{"updates":${person % 3 === 0},"showName":${person % 2 === 0}}}`;
    const length = Buffer.byteLength(body);
    return `${head}${visitorOf(person)}\r\nContent-Length: ${length}\r\n\r\n${body}`;
  };
}
