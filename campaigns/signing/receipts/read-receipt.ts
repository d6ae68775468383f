import { bounceKinds } from "../../mail/returned.ts";
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
  /** It waits, and the mail that asks for the confirmation came back. */
  returned?: true;
  campaign: string;
  petition: string;
  at: Date;
};

/** Reads a receipt; null when it is none of ours. @throws DomainError `database-unavailable`. */
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
    };
  } catch (error) {
    if (error instanceof DomainError && error.code === "link-unknown") return null;
    throw error;
  }
}

async function cameBack({ database }: Pick<Deps, "database">, { ref }: FoundLine): Promise<boolean> {
  const bounced = { $in: [...bounceKinds] };
  return (await database.pending.countDocuments({ _id: ref, "returned.kind": bounced }, { limit: 1 })) === 1;
}

async function readStatus(
  deps: Pick<Deps, "database">,
  { outcome, line, at }: FoundLine,
): Promise<ReceiptStatus> {
  switch (outcome) {
    case undefined:
      return "received";
    case "waiting":
      return "awaiting-confirmation";
    case "expired":
    case "erased":
      return "removed";
    default: {
      const standing = await findSignature(deps, line, at);
      return standing?.signature.state ?? "received";
    }
  }
}
