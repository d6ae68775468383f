import type { Connection } from "mongoose";
import type { Measure } from "./measures.ts";

/** The room on the disk of MongoDB's data, in bytes. */
export type Disk = { free: number; size: number };

/** Below this MongoDB is near its end: it stops, it does not refuse writes. */
const scarceShare = 0.1;
const scarceBytes = 2e9;

/** Asks MongoDB for the disk of its primary. */
export async function readDisk(connection: Connection): Promise<Disk> {
  const { fsUsedSize, fsTotalSize } = await connection
    .getClient()
    .db(connection.name)
    .command({ dbStats: 1 });
  const size = Number(fsTotalSize);
  if (!(size > 0)) throw new Error("MongoDB does not tell how large its disk is.");
  return { size, free: size - Number(fsUsedSize) };
}

/** What to tell operators while there is still time; undefined while there is room. */
export function warnOfDisk({ free, size }: Disk): string | undefined {
  if (free > size * scarceShare && free > scarceBytes) return undefined;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  return (
    `Only ${gigabytes(free)} of ${gigabytes(size)} GB are left on the disk of MongoDB. Make room now: when it is full, MongoDB ` +
    "stops, and nobody can sign until there is room and it was started again."
  );
}

/** Gauges of the disk of MongoDB. */
export function diskMeasures(connection: Connection): Measure[] {
  return [
    {
      name: "sheaf_mongodb_disk_free_bytes",
      help: "Room left on the disk of MongoDB's primary, which stops when there is none",
      measure: async () => [{ value: (await readDisk(connection)).free }],
    },
    {
      name: "sheaf_mongodb_disk_size_bytes",
      help: "Size of that disk",
      measure: async () => [{ value: (await readDisk(connection)).size }],
    },
  ];
}
