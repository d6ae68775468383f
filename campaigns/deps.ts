import type { Database } from "./database.ts";
import type { BouncePattern } from "./mail/verp.ts";
import type { Nudges } from "./platform/jobs/nudges.ts";
import type { Keys } from "./platform/sealing/keys.ts";
import type { SheetWriter } from "./signing/sheets/sheet-writer.ts";

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
