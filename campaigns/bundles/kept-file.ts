import type { Readable } from "node:stream";
import { mongo, type Types } from "mongoose";
import type { Keys } from "../platform/sealing/keys.ts";
import type { Database } from "./deps.ts";
import type { Output } from "./pack.ts";
import { bundleKey, openStream, sealStream } from "./sealed-stream.ts";

type FileDeps = { database: Pick<Database, "bundleFiles">; keys: Keys };

/** The output that stores a bundle in the database: sealed under its own key, then in GridFS. */
export function sealedOutput({ database, keys }: FileDeps, file: Types.ObjectId): Output {
  const store = database.bundleFiles.openUploadStreamWithId(file, file.toHexString());
  return [sealStream(bundleKey(keys, `file ${file.toHexString()}`)), store];
}

/**
 * Reads a stored bundle. The stream fails when a part is missing or was altered, before it yields any of that part.
 */
export function readSealed({ database, keys }: FileDeps, file: Types.ObjectId): Readable {
  const stored = database.bundleFiles.openDownloadStream(file);
  const opened = openStream(bundleKey(keys, `file ${file.toHexString()}`));
  stored.once("error", (error) => opened.destroy(error));
  opened.once("close", () => stored.destroy());
  return stored.pipe(opened);
}

/** Removes a stored bundle, or the remains of a run that died; nothing happens when it is already gone. */
export async function removeFile(
  { database }: { database: Pick<Database, "bundleFiles"> },
  file: Types.ObjectId,
): Promise<void> {
  await database.bundleFiles.delete(file).catch((error: unknown) => {
    // GridFS reports chunks without a file, as a run that died leaves them, only after it has deleted them.
    const isUnknown = error instanceof mongo.MongoRuntimeError && error.message.startsWith("File not found");
    if (!isUnknown) throw error;
  });
}
