import mongoose, { type Connection } from "mongoose";

/**
 * Makes every collection and index that is missing, and anew what an earlier Sheaf made otherwise under the same name; run
 * before anything is written, safe to run again.
 */
export async function prepareDatabase({ connection }: { connection: Connection }): Promise<void> {
  for (const model of Object.values(connection.models)) {
    await model.createCollection();
    await model.createIndexes().catch(async (error: unknown) => {
      if (!isOtherIndex(error)) throw error;
      const named = new Set(model.schema.indexes().map(([, { name }]) => name));
      const { toDrop } = await model.diffIndexes();
      for (const name of toDrop.filter((old) => named.has(old))) await model.collection.dropIndex(name);
      await model.createIndexes();
    });
  }
}

/** IndexOptionsConflict and IndexKeySpecsConflict: there is an index of that name, of other fields or options. */
function isOtherIndex(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && (error.code === 85 || error.code === 86);
}
