import type { Campaign } from "../../petitions/campaign.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import { DomainError } from "../../platform/errors.ts";
import { readToken, type TokenPurpose } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import { type FoundSignature, findSignature } from "../roll/find-signature.ts";
import { type FoundLine, findLine } from "../sheets/find-line.ts";

/** A signature behind a link, with the campaign it belongs to. */
export type OpenedSignature = FoundSignature & { found: FoundLine; campaign: Campaign };

/** Opens the page behind a withdraw link; nothing changes. @throws DomainError `link-unknown`. */
export async function openWithdrawal(
  deps: Pick<Deps, "database" | "keys">,
  token: string,
): Promise<{ campaign: Campaign; state: "counted" | "withdrawn" }> {
  const { campaign, signature } = await openSignature(deps, "withdraw", token);
  return { campaign, state: signature.state };
}

/** Finds the signature that a link acts for. @throws DomainError `link-unknown` when there is none. */
export async function openSignature(
  deps: Pick<Deps, "database" | "keys">,
  purpose: TokenPurpose,
  token: string,
): Promise<OpenedSignature> {
  const found = await findLine(deps, readToken(deps.keys, purpose, token));
  const standing = await findSignature(deps, found.line, found.at);
  if (!standing) throw new DomainError("link-unknown", "No signature belongs to this link.");
  return { ...standing, found, campaign: await campaignByOrdinal(deps, found.campaign) };
}
