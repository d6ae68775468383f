import { secretariat } from "../../access/secretariat.ts";
import type { StoredAccount } from "../../accounts/account.model.ts";
import type { Deps } from "../deps.ts";

/** A message is mailed to so many people at most. */
const mostReaders = 5;

/**
 * The accounts that read what is written to an organisation: those that run its campaigns, or else the secretariat's;
 * none when nobody has an account yet.
 */
export async function findReaders(
  { database }: { database: Pick<Deps["database"], "accounts"> },
  organisation: string,
): Promise<StoredAccount[]> {
  const leading = (of: string) =>
    database.accounts
      .find({ organisation: of, state: "active", role: { $in: ["secretariat", "organiser"] } })
      .sort({ at: 1 })
      .limit(mostReaders)
      .toArray();
  const own = await leading(organisation);
  return own.length > 0 || organisation === secretariat ? own : leading(secretariat);
}
