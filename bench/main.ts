import { Command } from "commander";
import { DomainError } from "#campaigns/platform/errors.ts";
import { StartError } from "#embedded/start-error.ts";
import { addBundleBench } from "./bundle.ts";
import { addDashboardBench } from "./dashboard.ts";
import { addIngest } from "./ingest.ts";
import { addLettersBench } from "./letters.ts";
import { addMailBench } from "./mail.ts";
import { addPageBench } from "./page.ts";
import { addPrintBench } from "./print.ts";
import { addReplay } from "./replay.ts";

const program = new Command("bench").description("Measures Sheaf; every bench closes with a line a figure.");
addIngest(program);
addReplay(program);
addBundleBench(program);
addPrintBench(program);
addMailBench(program);
addLettersBench(program);
addDashboardBench(program);
addPageBench(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof DomainError || error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
