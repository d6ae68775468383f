import type { mongo } from "mongoose";
import { asDomainError, isTransient } from "../../platform/database-failure.ts";
import { isDuplicate } from "../../platform/is-duplicate.ts";

/**
 * Inserts a document that has its own `_id`. If the answer got lost, it is tried once more: when the document
 * already exists, the first attempt had worked.
 * @throws DomainError `storage-full` when the disk is full, `database-unavailable` when MongoDB does not answer.
 */
export async function insertOnce<T extends { _id: unknown }>(
  collection: mongo.Collection<T>,
  document: mongo.OptionalUnlessRequiredId<T>,
): Promise<void> {
  try {
    await collection.insertOne(document);
  } catch (first) {
    if (!isTransient(first)) throw asDomainError(first);
    await collection.insertOne(document).catch((second: unknown) => {
      if (!isDuplicate(second)) throw asDomainError(second);
    });
  }
}
