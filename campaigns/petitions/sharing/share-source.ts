import { createHash } from "node:crypto";
import type { CampaignPage } from "../campaign.ts";

/** Ways to share a campaign; each has its own source code, so that organisers see which ones work. */
export const shareWays = [
  "mail",
  "whatsapp",
  "line",
  "messenger",
  "viber",
  "telegram",
  "facebook",
  "sms",
  "link",
  "qr",
  "share",
] as const;
export type ShareWay = (typeof shareWays)[number];

/** The source code of a shared link: the way and, if there are several texts, which one: `whatsapp_a`. */
export function shareSource(way: ShareWay, variant: string | null): string {
  return variant === null ? way : `${way}_${variant}`;
}

/** Tells whether a source code belongs to a shared link. */
export function isShareSource(code: string): boolean {
  return shareWays.some((way) => code === way || code.startsWith(`${way}_`));
}

/**
 * Which text a signer is offered. It follows from the receipt, so that she sees the same one again and nothing is
 * stored about her; null when the campaign has none of its own.
 */
export function chooseVariant(page: CampaignPage, receipt: string): string | null {
  const shares = page.shares ?? [];
  if (shares.length === 0) return null;
  const [first = 0, second = 0] = createHash("sha256").update(`share ${receipt}`).digest();
  return shares[(first * 256 + second) % shares.length]?.variant ?? null;
}
