import { Types } from "mongoose";
import type { Deps } from "./deps.ts";
import type { Session } from "./session.model.ts";
import { sessionLimits } from "./start-session.ts";

/** An account's current sessions, newest first. */
export async function listSessions(
  { database, now }: Pick<Deps, "database" | "now">,
  account: string,
): Promise<Session[]> {
  const time = now().getTime();
  return database.sessions
    .find({
      account: new Types.ObjectId(account),
      at: { $gt: new Date(time - sessionLimits.absolute) },
      seenAt: { $gt: new Date(time - sessionLimits.idle) },
    })
    .sort({ at: -1 })
    .toArray();
}
