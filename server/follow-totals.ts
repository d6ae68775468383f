import type { Redis } from "ioredis";
import { Type } from "typebox";
import { Value } from "typebox/value";
import type { Deps } from "#campaigns/deps.ts";
import { totalsChannel } from "#campaigns/jobs/queues.ts";
import { forgetTotals } from "#campaigns/tallies/read-totals.ts";

const message = Type.Object({ campaign: Type.Integer(), total: Type.Integer() });

/** Listens for workers saying that a total moved, so that the next reader gets the new one; without Redis a second later. */
export function followTotals(deps: Deps, redis: Redis): { stop(): void } {
  const listener = redis.duplicate({
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    commandTimeout: 0,
  });
  listener.on("error", () => undefined);
  listener.subscribe(totalsChannel).catch(() => undefined);
  listener.on("message", (_, text) => {
    const moved: unknown = JSON.parse(text);
    if (Value.Check(message, moved)) forgetTotals(deps, moved.campaign);
  });
  return { stop: () => listener.disconnect() };
}
