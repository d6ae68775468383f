import type { Database } from "../deps.ts";
import { searchKeys } from "./search-keys.ts";
import type { Sheet } from "./sheet.model.ts";

type Write = {
  updateOne: { filter: Pick<Sheet, "_id">; update: { $set: Required<Pick<Sheet, "searchKeys">> } };
};

const atOnce = 500;

/**
 * Writes what they hold on the sheets of a campaign that were worked off before sheets said so, and gives how many there were.
 * While people sign, and as often as one likes: what a sheet holds never changes.
 */
export async function writeSearchKeys(
  { database }: { database: Pick<Database, "sheets"> },
  campaign: number,
): Promise<number> {
  const { sheets } = database;
  const old = sheets.find(
    { campaign, outcomes: { $exists: true }, searchKeys: { $exists: false } },
    { projection: { channel: 1, lines: 1 } },
  );
  let writes: Write[] = [];
  let noted = 0;
  const write = async () => {
    if (writes.length > 0) await sheets.bulkWrite(writes, { ordered: false });
    noted += writes.length;
    writes = [];
  };
  for await (const sheet of old) {
    writes.push({
      updateOne: { filter: { _id: sheet._id }, update: { $set: { searchKeys: searchKeys(sheet) } } },
    });
    if (writes.length === atOnce) await write();
  }
  await write();
  return noted;
}
