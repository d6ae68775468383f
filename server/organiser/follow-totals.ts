import { Type } from "typebox";
import { Value } from "typebox/value";
import type { Deps } from "#campaigns/open.ts";
import { totalsChannel } from "#campaigns/platform/jobs/queues.ts";
import { openListener, type RedisClient } from "#campaigns/platform/open-redis.ts";
import { forgetTotals } from "#campaigns/signing/tallies/read-totals.ts";

const message = Type.Object({ campaign: Type.Integer(), total: Type.Integer() });

/** What workers report when a campaign was folded. */
export type TotalsFeed = {
  /** Whether their reports reach this server now; without Redis they do not. */
  isLive(): boolean;
  /**
   * Calls back for each fold of the campaign with that ordinal, and for every change of `isLive`; returns a function
   * that stops it.
   */
  onMoved(campaign: number, listener: () => void): () => void;
  stop(): void;
};

/**
 * Listens for workers reporting a changed total, so that the next reader gets the new one; without Redis a second
 * later.
 */
export function followTotals(deps: Pick<Deps, "database">, redis: RedisClient): TotalsFeed {
  const followers = new Map<number, Set<() => void>>();
  const listener = openListener(redis);
  let subscribed = false;
  let stopped = false;
  const tell = (listeners: Iterable<() => void>) => {
    for (const each of listeners) each();
  };
  const turn = (now: boolean) => {
    if (subscribed === now) return;
    subscribed = now;
    for (const listeners of followers.values()) tell(listeners);
  };
  listener.on("close", () => turn(false));
  listener.on("ready", () => {
    listener.subscribe(totalsChannel).then(
      () => turn(true),
      // A connection that can't subscribe is useless: the next one may work.
      () => stopped || listener.disconnect(true),
    );
  });
  listener.on("message", (_, text) => {
    const moved: unknown = JSON.parse(text);
    if (!Value.Check(message, moved)) return;
    forgetTotals(deps, moved.campaign);
    tell(followers.get(moved.campaign) ?? []);
  });
  return {
    isLive: () => subscribed,
    onMoved(campaign, each) {
      const listeners = followers.get(campaign) ?? new Set();
      followers.set(campaign, listeners.add(each));
      return () => {
        listeners.delete(each);
        if (listeners.size === 0) followers.delete(campaign);
      };
    },
    stop() {
      stopped = true;
      listener.disconnect();
    },
  };
}
