import type { Curve } from "./curve.ts";
import { domains, families, firstNames } from "./made-up-names.ts";

/** How an address is spelled; all spellings of one person reach the same mailbox. */
export type Spelling = "plain" | "capitals" | "tag" | "dots";

/** Spreads whole numbers evenly over 0 to 2^32 - 1, deterministically. */
export function scatter(value: number, salt: number): number {
  let bits = Math.imul(value + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** The name person `index` signs with. */
export function nameOf(index: number): string {
  return `${pick(firstNames, scatter(index, 1))[0]} ${pick(families, scatter(index, 2))[0]}`;
}

/**
 * The address of person `index` in a spelling. The five characters before the @ are the index, so no two persons
 * share one.
 */
export function addressOf(index: number, spelling: Spelling = "plain"): string {
  const first = pick(firstNames, scatter(index, 1))[1];
  const family = pick(families, scatter(index, 2))[1];
  const domain = pick(domains, scatter(index, 3));
  const number = index.toString(36).padStart(5, "0");
  switch (spelling) {
    case "plain":
      return `${first}.${family}.${number}@${domain}`;
    case "capitals":
      return `${first}.${family}.${number}@${domain}`.toUpperCase();
    case "tag":
      return `${first}.${family}.${number}+petitions@${domain}`;
    case "dots":
      return domain === "gmail.com"
        ? `${first}${family}${number}@googlemail.com`
        : `${first}.${family}.${number}@${domain}`;
  }
}

/** The country person `index` signs from: persons are distributed so that every part has the real mix. */
export function countryOf(curve: Curve, index: number): string {
  const position = countryPosition(curve.persons, index);
  const { countries } = curve;
  let low = 0;
  let high = countries.length - 1;
  // Nearly everybody is in the first country.
  if (position < (countries[0]?.upTo ?? 0)) return countries[0]?.code ?? "";
  while (low < high) {
    const middle = (low + high) >> 1;
    if (position < (countries[middle]?.upTo ?? 0)) high = middle;
    else low = middle + 1;
  }
  return countries[low]?.code ?? "";
}

/** The day of the curve on which person `index` signs. */
export function dayOf(curve: Curve, index: number): string {
  const { days } = curve;
  let low = 0;
  let high = days.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index < (days[middle]?.signedBy ?? 0)) high = middle;
    else low = middle + 1;
  }
  return days[low]?.day ?? "";
}

/** Made-up IP addresses of visitors: mostly one each, a quarter IPv6; in offices and schools eight share one. */
export function visitorOf(index: number): string {
  const bits = scatter(index % 8 === 0 ? index >> 6 : index, 4);
  if (index % 4 === 1) {
    const more = scatter(index, 5);
    return `2001:db8:${(bits >>> 16).toString(16)}:${(bits & 0xffff).toString(16)}:0:0:0:${(more & 0xffff).toString(16)}`;
  }
  return `${1 + ((bits >>> 24) % 223)}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

/**
 * A prime larger than every number of persons: steps of this size visit every position once, in an order unlike that
 * of arrival.
 */
const stride = 1_000_000_007;

function countryPosition(persons: number, index: number): number {
  return (index * stride) % persons;
}

function pick<Entry>(list: readonly Entry[], bits: number): Entry {
  const entry = list[bits % list.length];
  if (entry === undefined) throw new RangeError("There is nothing in this list to pick from.");
  return entry;
}
