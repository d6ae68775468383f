import { createHash, type Hash, type KeyObject } from "node:crypto";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { signContainer, unsignedComment } from "./sign-container.ts";

/** One file of a bundle. */
export type PackedFile = { name: string; bytes: number; sha256: string };

/** A zip file being written. */
export type Pack = {
  /** Packs a file while it is generated; if its source fails, so does the whole pack. */
  addStream(name: string, chunks: AsyncIterable<Buffer>): Promise<PackedFile>;
  /** Packs a small file. */
  addText(name: string, text: string | Buffer): PackedFile;
  /** Ends the zip file and waits until it is stored; returns its size and SHA-256. */
  finish(): Promise<Omit<PackedFile, "name">>;
};

/**
 * The timestamp of all files, because zip has no time zones and no way to omit it. Noon, because clocks never change
 * at noon, and without yazl's second timestamp, which is in UTC and would reveal the time zone.
 */
const fileOptions = { mtime: new Date(1980, 0, 1, 12), mode: 0o100644, forceDosTimestamp: true };

/** Where a zip file's bytes go: streams that transform them, then one that stores them. */
export type Output = readonly (NodeJS.ReadWriteStream | NodeJS.WritableStream)[];

/**
 * Streams a zip file to its output, in the order in which files are added, and signs it as a whole.
 * @throws what the streams or the signal throw.
 */
export function openPack(output: Output, privateKey: KeyObject, signal: AbortSignal | undefined): Pack {
  const zip = new ZipFile();
  const giveUp = new AbortController();
  const whole = measure();
  const written = pipeline([zip.outputStream, signContainer(privateKey), whole.stream, ...output], {
    signal: signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal,
  });
  // Anyone who waits for a file, or for the end, is told of the failure.
  written.catch(() => undefined);
  zip.on("error", (error) => giveUp.abort(error));
  return {
    async addStream(name, chunks) {
      const measured = measure();
      const source = Readable.from(chunks, { objectMode: false, highWaterMark: 1 << 20 });
      const made = pipeline(source, measured.stream);
      zip.addReadStreamLazy(name, fileOptions, (give) => give(null, measured.stream));
      try {
        await Promise.race([made, written]);
      } catch (cause) {
        giveUp.abort(cause);
        throw cause;
      } finally {
        source.destroy();
      }
      return { name, ...measured.result() };
    },
    addText(name, text) {
      const bytes = Buffer.from(text);
      zip.addBuffer(bytes, name, fileOptions);
      return { name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    },
    async finish() {
      zip.end({ forceZip64Format: false, comment: unsignedComment });
      await written;
      return whole.result();
    },
  };
}

/** A stream that passes everything through while counting and hashing it. */
function measure(): { stream: Transform; result(): Omit<PackedFile, "name"> } {
  const hash: Hash = createHash("sha256");
  let bytes = 0;
  const stream = new Transform({
    readableHighWaterMark: 1 << 20,
    writableHighWaterMark: 1 << 20,
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ bytes, sha256: hash.digest("hex") }) };
}
