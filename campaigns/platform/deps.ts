import type { Connection, mongo } from "mongoose";
import type { JobQueue } from "./jobs/job-queue.ts";
import type { SweepNote } from "./jobs/sweep-note.model.ts";
import type { KeyCheck } from "./sealing/key-check.model.ts";
import type { Keys } from "./sealing/keys.ts";

/** What every room sees of the connected database. */
export type Database = {
  connection: Connection;
  keyChecks: mongo.Collection<KeyCheck>;
  sweepNotes: mongo.Collection<SweepNote>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = {
  database: Database;
  keys: Keys;
  jobs: JobQueue;
  /** The address people see, without a trailing slash. */
  publicUrl: string;
  now: () => Date;
};
