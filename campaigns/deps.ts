import type { Database } from "./database.ts";
import type { Nudges } from "./jobs/nudges.ts";
import type { Keys } from "./sealing/keys.ts";
import type { SheetWriter } from "./sheets/sheet-writer.ts";
import type { BouncePattern } from "./updates/verp.ts";

/** What acts work with; each act names the part that it needs. */
export type Deps = {
  database: Database;
  keys: Keys;
  nudges: Nudges;
  sheets: SheetWriter;
  /** Address people see, without a slash at its end. */
  publicUrl: string;
  /** Where mails that come back go; undefined while that is not set up. */
  bounces: BouncePattern | undefined;
  now: () => Date;
};
