import { setImmediate } from "node:timers/promises";
import { rollRange } from "../petitions/person.ts";
import type { Moment } from "../platform/at-one-moment.ts";
import { type BundleScope, petitionsIn } from "./bundle-scope.ts";
import type { Database } from "./deps.ts";
import type { RollEntry } from "./signature-rows.ts";

/** Signatures read at once: some 700 KB, enough that asking for them costs nothing and holding them neither. */
const batchSize = 4_000;

const projection = {
  petition: 1,
  country: 1,
  channel: 1,
  locale: 1,
  version: 1,
  at: 1,
  sealed: 1,
} as const;

/** Reads the counted signatures of a scope in the order of their keys, which says nothing of arrival, in batches. */
export async function* readRoll(
  database: Pick<Database, "signatures">,
  moment: Moment,
  scope: BundleScope,
): AsyncGenerator<RollEntry[]> {
  const { campaign, country } = scope;
  const { from, to } = rollRange(campaign.ordinal);
  const petitions = petitionsIn(scope);
  const cursor = database.signatures.find<RollEntry>(
    {
      _id: { $gte: from, $lt: to },
      state: "counted",
      ...(country && { country }),
      ...(petitions && { petition: { $in: petitions } }),
    },
    { ...moment, projection, batchSize, sort: { _id: 1 }, hint: { _id: 1 } },
  );
  try {
    let more = await cursor.hasNext();
    while (more) {
      const entries = cursor.readBufferedDocuments();
      // Asked for, and sent off, before these are worked off: MongoDB reads on meanwhile.
      const next = cursor.hasNext();
      next.catch(() => undefined);
      await setImmediate();
      yield entries;
      more = await next;
    }
  } finally {
    await cursor.close();
  }
}
