import { bounceKinds } from "../../outbox/returned.ts";
import { campaignByOrdinal } from "../../petitions/campaign-by-ordinal.ts";
import { DomainError } from "../../platform/errors.ts";
import { readToken } from "../../platform/sealing/line-tokens.ts";
import type { Deps } from "../deps.ts";
import { findSignature } from "../roll/find-signature.ts";
import { type FoundLine, findLine } from "../sheets/find-line.ts";

/** What became of a signature. */
export type ReceiptStatus = "received" | "awaiting-confirmation" | "counted" | "withdrawn" | "removed";

/** What a receipt shows; a repeat's shows what a first one's would. */
export type ReceiptReading = {
  status: ReceiptStatus;
  /** The mail that asks for the confirmation came back. */
  returned?: true;
  campaign: string;
  petition: string;
  at: Date;
  /** It was handed out at the form, where the signature counts only once its mailbox confirms it. */
  isUnconfirmed: boolean;
};

/**
 * Reads a receipt; null when it is none of ours. One from the form, perhaps a stranger's, says to look in the mailbox
 * for good; only the one that is handed out after the click shows what became of the signature.
 * @throws DomainError `database-unavailable`.
 */
export async function readReceipt(
  deps: Pick<Deps, "database" | "keys">,
  receipt: string,
): Promise<ReceiptReading | null> {
  try {
    const found = await findLine(deps, readToken(deps.keys, "receipt", receipt));
    const { slug } = await campaignByOrdinal(deps, found.campaign);
    const status = await readStatus(deps, found);
    return {
      status,
      ...(status === "awaiting-confirmation" && (await cameBack(deps, found)) && { returned: true }),
      campaign: slug,
      petition: found.line.petition,
      at: found.at,
      isUnconfirmed: found.kind === "confirming",
    };
  } catch (error) {
    if (error instanceof DomainError && error.code === "link-unknown") return null;
    throw error;
  }
}

/** Asked of the letters, which stay: what waits ends with what the mailbox's owner does, and would tell that. */
async function cameBack({ database }: Pick<Deps, "database">, { line, at }: FoundLine): Promise<boolean> {
  const bounced = { $in: [...bounceKinds] };
  const asked = { $in: ["confirm", "remind"] as const };
  const letter = { person: line.person, at: { $gte: at }, purpose: asked, "returned.kind": bounced };
  return (await database.letters.countDocuments(letter, { limit: 1 })) === 1;
}

async function readStatus(
  deps: Pick<Deps, "database">,
  { outcome, kind, line, at }: FoundLine,
): Promise<ReceiptStatus> {
  if (outcome === undefined) return "received";
  if (kind === "confirming") return "awaiting-confirmation";
  const standing = await findSignature(deps, line, at);
  return standing?.signature.state ?? "received";
}
