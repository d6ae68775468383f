import { isObjectIdOrHexString, Types, trusted } from "mongoose";
import { ShortCache } from "../../platform/short-cache.ts";
import type { Deps } from "../deps.ts";
import type { Update, UpdateModel } from "../update.model.ts";

/** An update as everybody may read it: its texts, and nothing about its recipients. */
export type ArchivedUpdate = Pick<Update, "texts" | "fallback" | "organisation"> & {
  id: string;
  sentAt: Date;
};

type Reading = Pick<Deps, "database">;

const mostListed = 100;
const caches = new WeakMap<UpdateModel, ShortCache<ArchivedUpdate[]>>();

/**
 * Begun to be sent to supporters, whose mails lead to it, and not kept out of the archive by its organisers. One that
 * was cancelled before it began has nobody who was led to it.
 */
const isPublic = {
  startedAt: trusted({ $exists: true }),
  unlisted: trusted({ $exists: false }),
} as const;
const shown = { texts: 1, fallback: 1, organisation: 1, startedAt: 1 } as const;

/** A campaign's sent updates that everybody may read, newest first. Cached for a few seconds per process. */
export async function listArchived({ database }: Reading, campaign: string): Promise<ArchivedUpdate[]> {
  const { updates } = database;
  const cache = caches.get(updates) ?? new ShortCache<ArchivedUpdate[]>();
  caches.set(updates, cache);
  return cache.get(campaign, async () => {
    const found = await updates.find({ campaign, ...isPublic }, shown).lean<Update[]>();
    return found
      .map(toArchived)
      .toSorted((one, other) => other.sentAt.getTime() - one.sentAt.getTime())
      .slice(0, mostListed);
  });
}

/** Makes this process read the archive again, after a change. */
export function forgetArchive({ database }: Reading): void {
  caches.delete(database.updates);
}

/** One of them; null when there is none that everybody may read. */
export async function findArchived(
  { database }: Reading,
  campaign: string,
  id: string,
): Promise<ArchivedUpdate | null> {
  if (!isObjectIdOrHexString(id)) return null;
  const found = await database.updates
    .findOne({ _id: new Types.ObjectId(id), campaign, ...isPublic }, shown)
    .lean<Update>();
  return found && toArchived(found);
}

function toArchived({ _id, texts, fallback, organisation, startedAt }: Update): ArchivedUpdate {
  return { id: _id.toHexString(), texts, fallback, organisation, sentAt: startedAt ?? _id.getTimestamp() };
}
