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

/** A link that opens a mail with subject and text filled in. */
export function mailLink(subject: string, text: string): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
}

/** A link that opens WhatsApp, on a phone or in its web page, with a text to send. */
export function whatsAppLink(text: string): string {
  return `https://wa.me/?text=${encodeURIComponent(text)}`;
}

/** A link that opens a text message; `?&` is understood by both Android and iOS. */
export function smsLink(text: string): string {
  return `sms:?&body=${encodeURIComponent(text)}`;
}
