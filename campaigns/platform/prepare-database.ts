import mongoose, { type Connection } from "mongoose";

/** How many collections are made at a time: each waits for the journal, which takes several in one go. */
const preparedAtOnce = 8;

/**
 * Creates every missing collection and index, and recreates those that an earlier Sheaf defined differently under
 * the same name; run before anything is written, safe to repeat.
 */
export async function prepareDatabase({ connection }: { connection: Connection }): Promise<void> {
  const models = Object.values(connection.models).values();
  const lanes = Array.from({ length: preparedAtOnce }, async () => {
    for (const model of models) await prepareCollection(model);
  });
  await Promise.all(lanes);
}

async function prepareCollection(model: Connection["models"][string]): Promise<void> {
  await model.createCollection();
  await model.createIndexes().catch(async (error: unknown) => {
    if (!isOtherIndex(error)) throw error;
    const named = new Set(model.schema.indexes().map(([, { name }]) => name));
    const { toDrop } = await model.diffIndexes();
    for (const name of toDrop.filter((old) => named.has(old))) await model.collection.dropIndex(name);
    await model.createIndexes();
  });
}

/** IndexOptionsConflict and IndexKeySpecsConflict: an index of that name exists with other fields or options. */
function isOtherIndex(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && (error.code === 85 || error.code === 86);
}
