import { type ShareWay, shareSource } from "#campaigns/petitions/sharing/share-source.ts";
import { addresses } from "../../page/addresses.ts";

/** A petition's address for somebody whose language we don't know, with the way it was shared. */
export function sharedAddress(
  publicUrl: string,
  { slug, country }: { slug: string; country: string | null },
  way: ShareWay,
  variant: string | null,
): string {
  return `${publicUrl}${addresses.anyLanguage(slug, country)}?source=${shareSource(way, variant)}`;
}

/** Ways that a plain link opens. */
export const linkedWays = [
  "whatsapp",
  "line",
  "messenger",
  "viber",
  "telegram",
  "facebook",
  "mail",
  "sms",
] as const satisfies readonly ShareWay[];
export type LinkedWay = (typeof linkedWays)[number];

/** Ways whose links need the program on the device: they are offered on phones only. */
export const onPhonesOnly: ReadonlySet<LinkedWay> = new Set(["messenger", "viber", "sms"]);

type Shared = { subject: string; text: string; address: string };

/** A link that opens a way of sending with the text, or where that takes no text with the address. */
export function shareLink(way: LinkedWay, { subject, text, address }: Shared): string {
  const message = encodeURIComponent(`${text} ${address}`);
  const link = encodeURIComponent(address);
  const links: Record<LinkedWay, string> = {
    whatsapp: `https://wa.me/?text=${message}`,
    line: `https://line.me/R/share?text=${message}`,
    messenger: `fb-messenger://share/?link=${link}`,
    viber: `viber://forward?text=${message}`,
    telegram: `https://t.me/share/url?url=${link}&text=${encodeURIComponent(text)}`,
    facebook: `https://www.facebook.com/sharer/sharer.php?u=${link}`,
    mail: `mailto:?subject=${encodeURIComponent(subject)}&body=${message}`,
    // `?&` is understood by both Android and iOS.
    sms: `sms:?&body=${message}`,
  };
  return links[way];
}

/** What people of a country write with most, before the usual order. */
const firstIn: Record<string, LinkedWay[]> = {
  TH: ["line", "facebook", "messenger"],
  JP: ["line"],
  TW: ["line"],
  PH: ["messenger", "facebook", "viber"],
  MM: ["facebook", "messenger", "viber"],
  VN: ["messenger", "facebook"],
  UA: ["viber", "telegram"],
  BG: ["viber", "facebook"],
  GR: ["viber", "facebook"],
  RS: ["viber", "whatsapp"],
  UZ: ["telegram"],
  KZ: ["whatsapp", "telegram"],
  KH: ["telegram", "facebook", "messenger"],
  ET: ["telegram"],
  IR: ["telegram"],
  US: ["sms", "messenger", "facebook"],
  CA: ["sms", "messenger", "facebook"],
  AU: ["messenger", "sms", "facebook"],
  SE: ["sms", "messenger", "facebook"],
};

/** Where a petition has no country, the one whose language is read nearly there alone. */
const countryOfLanguage: Record<string, string> = { th: "TH", tl: "PH" };

/** The ways in the order of the petition's country. */
export function orderWays(country: string | null, locale: string): LinkedWay[] {
  const first = firstIn[country ?? countryOfLanguage[locale] ?? ""] ?? [];
  return [...new Set<LinkedWay>([...first, ...linkedWays])];
}
