import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The files of `web/` that pages refer to. */
export type AssetName =
  | "site.css"
  | "console.css"
  | "updates.js"
  | "mark.svg"
  | "icon.png"
  | "card.png"
  | "totals.js"
  | "copy.js"
  | "postcode.js"
  | "form.js"
  | "menu.js"
  | "panels.js"
  | "toolbar.js"
  | "bundles.js"
  | "console-live.js"
  | "passkey.js";

const addressOf = new Map<AssetName, string>();

/** The address of a file in `web/`, with a hash of its content, so that browsers may cache it indefinitely. */
export function asset(name: AssetName): string {
  const known = addressOf.get(name);
  if (known) return known;
  const content = readFileSync(new URL(`../../web/${name}`, import.meta.url));
  const address = `/web/${name}?v=${contentHash(content)}`;
  addressOf.set(name, address);
  return address;
}

/** A short hash of a content: it changes whenever the content does. */
export function contentHash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 12);
}
