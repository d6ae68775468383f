import type { Readable } from "node:stream";
import { mongo, type Types } from "mongoose";
import type { Keys } from "../platform/sealing/keys.ts";
import type { Database } from "./deps.ts";
import type { Output } from "./pack.ts";
import { bundleKey, openStream, sealStream } from "./sealed-stream.ts";

type FileDeps = { database: Pick<Database, "bundleFiles">; keys: Keys };

/** The way of a bundle into the database: sealed under a key of its own, then into GridFS. */
export function sealedOutput({ database, keys }: FileDeps, file: Types.ObjectId): Output {
  const store = database.bundleFiles.openUploadStreamWithId(file, file.toHexString());
  return [sealStream(bundleKey(keys, `file ${file.toHexString()}`)), store];
}

/** Reads a kept bundle. The stream fails when a part is missing or was altered, before anything of that part is given. */
export function readSealed({ database, keys }: FileDeps, file: Types.ObjectId): Readable {
  const stored = database.bundleFiles.openDownloadStream(file);
  const opened = openStream(bundleKey(keys, `file ${file.toHexString()}`));
  stored.once("error", (error) => opened.destroy(error));
  opened.once("close", () => stored.destroy());
  return stored.pipe(opened);
}

/** Removes a kept bundle, or what a run that died has left of one; nothing happens when it is gone. */
export async function removeFile(
  { database }: { database: Pick<Database, "bundleFiles"> },
  file: Types.ObjectId,
): Promise<void> {
  await database.bundleFiles.delete(file).catch((error: unknown) => {
    // Chunks without a file, as a run that died leaves them, are gone by the time it says so.
    const isUnknown = error instanceof mongo.MongoRuntimeError && error.message.startsWith("File not found");
    if (!isUnknown) throw error;
  });
}
