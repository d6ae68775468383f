import { addresses } from "../page/addresses.ts";

/** Ways to share a campaign; each has its own source code, so that organisers see which ways work. */
export type ShareWay = "mail" | "whatsapp" | "sms" | "link" | "qr" | "share";

/** The address of a campaign for somebody whose language we do not know, with the way it was shared. */
export function sharedAddress(publicUrl: string, slug: string, way: ShareWay): string {
  return `${publicUrl}${addresses.anyLanguage(slug)}?source=${way}`;
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
