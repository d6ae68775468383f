import { hasCome } from "../platform/database-time.ts";
import type { Deps } from "./deps.ts";

/** Makes letters due that were held back until now; tells whether any letter waits for somebody to send it. */
export async function releaseHeldLetters({
  database: { letters },
}: Pick<Deps, "database">): Promise<boolean> {
  await letters.updateMany({ state: "held", $expr: hasCome("dueAt") }, { $set: { state: "due" } });
  return (await letters.findOne({ state: "due" }, { projection: { _id: 1 } })) !== null;
}
