import type { Deps } from "#campaigns/open.ts";

/**
 * Lets time pass by MongoDB's clock, which no test can turn: what is held back or leased until a moment, and what a
 * mailbox got lately, lie so much further back.
 */
export async function passDatabaseTime(
  { database }: Pick<Deps, "database">,
  milliseconds: number,
): Promise<void> {
  const earlier = (field: string) => ({ $subtract: [field, milliseconds] });
  await database.letters.updateMany({ state: "held" }, [{ $set: { dueAt: earlier("$dueAt") } }]);
  await database.letters.updateMany({ lease: { $exists: true } }, [
    { $set: { "lease.until": earlier("$lease.until") } },
  ]);
  const letters = {
    $map: { input: "$letters", in: { letter: "$$this.letter", at: earlier("$$this.at") } },
  };
  await database.mailboxes.updateMany({}, [{ $set: { letters, usedAt: earlier("$usedAt") } }]);
}
