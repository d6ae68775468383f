import { openDatabase } from "#campaigns/open.ts";
import { foldSheets } from "#campaigns/signing/tallies/fold-sheets.ts";
import { watchDatabase } from "../support/watched-database.ts";

/** A worker that is killed in the middle of a fold, with documents changed and nothing committed. */
const [uri = "", campaign = ""] = process.argv.slice(2);
const opened = await openDatabase(uri);
const database = watchDatabase(opened, (count) => {
  if (count === 4) process.kill(process.pid, "SIGKILL");
});
await foldSheets({ database, now: () => new Date() }, Number(campaign));
throw new Error("The fold ended before it could be killed.");
