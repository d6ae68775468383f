import { setImmediate } from "node:timers/promises";
import { rollRange } from "../petitions/person.ts";
import type { FrozenRoll } from "./at-frozen-roll.ts";
import { broughtBy } from "./brought-by.ts";
import { type BundleScope, petitionsIn } from "./bundle-scope.ts";
import type { Database } from "./deps.ts";
import type { RollEntry } from "./signature-rows.ts";

/** Signatures read at once: about 700 KB, large enough to make round trips negligible and small enough for memory. */
const batchSize = 4_000;

const projection = {
  petition: 1,
  country: 1,
  channel: 1,
  locale: 1,
  version: 1,
  at: 1,
  sealed: 1,
  sheet: 1,
  line: 1,
  moves: 1,
  unnamed: 1,
} as const;

/**
 * Reads the counted signatures of a scope in batches, ordered by key, which reveals nothing about their order of
 * arrival. Those that the tallies don't know yet are left out.
 */
export async function* readRoll(
  database: Pick<Database, "signatures">,
  { moment, underWay }: Pick<FrozenRoll, "moment" | "underWay">,
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
      // Requested before the current batch is processed, so that MongoDB reads ahead.
      const next = cursor.hasNext();
      next.catch(() => undefined);
      await setImmediate();
      yield entries.filter((entry) => !underWay.has(broughtBy(entry).sheet.toHexString()));
      more = await next;
    }
  } finally {
    await cursor.close();
  }
}
