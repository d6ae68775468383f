import type { Deps } from "../deps.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import { endWaiting } from "./end-waiting.ts";

/**
 * Erases what else waited in the mailboxes whose confirmations a counting sheet carries: one person counts once, and
 * what she did not choose, perhaps a stranger's, is kept no longer. Where two may share a mailbox the other one's entry
 * stays.
 */
export async function endMerged(
  deps: Pick<Deps, "database">,
  { lines, at }: Pick<Sheet, "lines" | "at">,
): Promise<void> {
  const persons = lines.flatMap(({ confirms, nameKey, person }) => (confirms && !nameKey ? [person] : []));
  if (persons.length === 0) return;
  await endWaiting(deps, { "entry.person": { $in: persons }, at: { $lte: at } }, "erased");
}
