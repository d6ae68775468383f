import type { mongo } from "mongoose";
import type { Database as Earlier, Deps as EarlierDeps } from "../mail/deps.ts";
import type { Pending } from "./confirmation/pending.model.ts";
import type { Signature } from "./roll/signature.model.ts";
import type { Sheet } from "./sheets/sheet.model.ts";
import type { SheetWriter } from "./sheets/sheet-writer.ts";
import type { RecountNote } from "./tallies/recount-note.model.ts";
import type { SourceSum } from "./tallies/source-sum.model.ts";
import type { Sum } from "./tallies/sum.model.ts";
import type { Tally } from "./tallies/tally.model.ts";
import type { Total } from "./tallies/total.model.ts";

/** What this room adds to the database of the rooms before it. */
export type Database = Earlier & {
  sheets: mongo.Collection<Sheet>;
  pending: mongo.Collection<Pending>;
  signatures: mongo.Collection<Signature>;
  tallies: mongo.Collection<Tally>;
  totals: mongo.Collection<Total>;
  sums: mongo.Collection<Sum>;
  sourceSums: mongo.Collection<SourceSum>;
  recounts: mongo.Collection<RecountNote>;
};

/** What acts of this room work with; each act names the part that it needs. */
export type Deps = EarlierDeps & {
  database: Database;
  sheets: SheetWriter;
};
