import { accountLetterId } from "../accounts/account-letter-id.ts";
import type { Deps } from "../signing/deps.ts";

const mostAtOnce = 200;

/** Ids of account letters that became due more than a few seconds ago, so that their jobs may be lost. */
export async function findDueAccountLetters(deps: Pick<Deps, "database" | "now">): Promise<string[]> {
  const before = new Date(deps.now().getTime() - 5_000);
  const due = await deps.database.tickets
    .find({ "letter.state": "due", "letter.dueAt": { $lte: before } }, { projection: { _id: 1 } })
    .sort({ "letter.dueAt": 1 })
    .limit(mostAtOnce)
    .toArray();
  return due.map(({ _id }) => accountLetterId(_id));
}
