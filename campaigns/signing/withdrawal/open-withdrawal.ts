import type { Campaign } from "../../petitions/campaign.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import { DomainError } from "../../platform/errors.ts";
import { type LineRef, readLink, type TokenPurpose } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import { type FoundSignature, findSignature } from "../roll/find-signature.ts";
import { type FoundLine, findLine, isOfSameMailbox } from "../sheets/find-line.ts";
import type { WithdrawalReason } from "../sheets/sheet.model.ts";

/** A link of a mail, and the signature that the browser which opened it has confirmed a while ago, if any. */
export type HeldLink = { token: string; confirmedHere?: LineRef | undefined };

/** A signature behind a link, with its campaign. */
export type OpenedSignature = FoundSignature & {
  found: FoundLine;
  campaign: Campaign;
  /** The holder of the link may see and change what is hers: it is fresh, or this is the browser that confirmed. */
  mayAct: boolean;
};

type OpenDeps = Pick<Deps, "database" | "keys" | "now">;

/** Opens the page behind a withdraw link; nothing changes. @throws DomainError `link-unknown`. */
export async function openWithdrawal(
  deps: OpenDeps,
  link: HeldLink,
): Promise<{ campaign: Campaign; state: "counted" | WithdrawalReason; mayAct: boolean }> {
  const { campaign, signature, mayAct } = await openSignature(deps, "withdraw", link);
  if (signature.state === "counted") return { campaign, state: "counted", mayAct };
  return { campaign, state: signature.moves?.at(-1)?.reason ?? "withdrawn", mayAct };
}

/** Finds the signature that a link is about. @throws DomainError `link-unknown` when there is none. */
export async function openSignature(
  deps: OpenDeps,
  purpose: TokenPurpose,
  { token, confirmedHere }: HeldLink,
): Promise<OpenedSignature> {
  const { ref, isFresh } = readLink(deps, purpose, token);
  const found = await findLine(deps, ref);
  const standing = await findSignature(deps, found.line, found.at);
  if (!standing) throw new DomainError("link-unknown", "No signature belongs to this link.");
  const mayAct = isFresh || (await isOfSameMailbox(deps, found, confirmedHere));
  return { ...standing, found, campaign: await campaignByOrdinal(deps, found.campaign), mayAct };
}
