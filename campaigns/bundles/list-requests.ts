import type { Account } from "../access/account.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import type { BundleRequest } from "./bundle-request.model.ts";
import type { Deps } from "./deps.ts";
import { bundleKey, openOnce } from "./sealed-stream.ts";

/** A request as the console shows it. */
export type ShownRequest = Omit<BundleRequest, "_id" | "reason" | "recipient" | "files" | "open"> & {
  id: string;
  reason: string;
  recipient: string;
};

const mostShown = 50;

/** Who is to get a bundle; empty when nobody was named. */
export function recipientOf(
  keys: Keys,
  { _id, recipient }: Pick<BundleRequest, "_id" | "recipient">,
): string {
  return openOnce(bundleKey(keys, `recipient ${_id.toHexString()}`), recipient);
}

/**
 * The newest requests for bundles of a campaign that an account may see: those its organisation made for its own
 * petitions; all for the secretariat.
 */
export async function listRequests(
  { database, keys }: Pick<Deps, "database" | "keys">,
  account: Pick<Account, "role" | "organisation">,
  campaign: string,
): Promise<ShownRequest[]> {
  const { organisation } = account;
  const own = account.role === "secretariat" ? {} : { owner: organisation, organisation };
  const requests = await database.bundleRequests
    .find({ campaign, ...own })
    .sort({ at: -1, _id: -1 })
    .limit(mostShown)
    .toArray();
  return requests.map(({ _id, reason, recipient, files: _files, open: _open, ...shown }) => {
    const id = _id.toHexString();
    return {
      ...shown,
      id,
      reason: openOnce(bundleKey(keys, `reason ${id}`), reason),
      recipient: recipientOf(keys, { _id, recipient }),
    };
  });
}
