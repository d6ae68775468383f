import { secretariat } from "../../access/secretariat.ts";
import type { Campaign, Petition } from "../../petitions/campaign.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Keys } from "../../platform/sealing/keys.ts";
import { readToken, type TokenPurpose } from "../../platform/sealing/line-tokens.ts";
import type { Signature } from "../roll/signature.model.ts";

/** Who sends news: the organisation whose petition was signed, or the secretariat. Each needs a consent of its own. */
export type Sender = "organisation" | "secretariat";

/** Whose news a link stops. */
export type News = Sender | "all";

/**
 * The purpose of the link that stops some news: `makeToken` makes it, `addresses.mailed(locale, "unsubscribe",
 * token)` leads there.
 */
export const unsubscribePurpose = {
  all: "unsubscribe",
  organisation: "unsubscribe-organisation",
  secretariat: "unsubscribe-secretariat",
} as const satisfies Record<News, TokenPurpose>;

const everyNews = ["all", "organisation", "secretariat"] as const satisfies News[];

/** Tells whose news an unsubscribe link stops. @throws DomainError `link-unknown` when it stops none. */
export function newsOfToken(keys: Keys, token: string): News {
  for (const news of everyNews) {
    try {
      readToken(keys, unsubscribePurpose[news], token);
      return news;
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "link-unknown" || news === everyNews.at(-1))
        throw error;
    }
  }
  throw new DomainError("link-unknown", "This link ends no news.");
}

/** The field of a signature with the consent for a sender. */
export const consentField = { organisation: "updates", secretariat: "secretariat" } as const satisfies Record<
  Sender,
  keyof Signature
>;

/** The senders that may ask for consent on a petition, in the order of the form. */
export function sendersOf({ organisation }: Petition): Sender[] {
  return organisation === secretariat ? ["organisation"] : ["organisation", "secretariat"];
}

/** In which role an organisation sends news to a petition's signers. */
export function senderAt({ organisation }: Petition, sending: string): Sender {
  return organisation === sending ? "organisation" : "secretariat";
}

/** The name of a sender, as people know it. */
export function senderName({ organisationNames }: Campaign, petition: Petition, sender: Sender): string {
  const slug = sender === "secretariat" ? secretariat : petition.organisation;
  return organisationNames[slug] ?? slug;
}
