import { type Command, Option } from "commander";
import { type Figure, printFigures } from "./figures.ts";
import { measureCounting } from "./ingest/counting.ts";
import { measureRoutes } from "./ingest/routes.ts";
import { measureTotals } from "./ingest/totals.ts";
import { setStage } from "./system/bench-campaign.ts";
import { describeMachine } from "./system/machine.ts";
import { openServices } from "./system/services.ts";

const parts = ["routes", "counting", "totals"] as const;

type Options = { quick?: true; only?: (typeof parts)[number] };

/**
 * How much is measured: rounds per side, seconds per round on routes, lines per round through the workers, reads per
 * round.
 */
const thorough = { rounds: 5, seconds: 5, connections: 128, lines: 300_000, reads: 3_000 };
const quick = { rounds: 2, seconds: 2, connections: 128, lines: 60_000, reads: 1_000 };

/** Adds `ingest`: the cost of signing, counting and reading totals, compared with bare baselines. */
export function addIngest(program: Command): void {
  program
    .command("ingest")
    .description("measure signing, counting and totals against bare yardsticks, in turns")
    .option("--quick", "fewer and shorter rounds: figures to look at, not to hold to goals")
    .addOption(new Option("--only <part>", "one part alone").choices(parts))
    .action(ingest);
}

async function ingest(options: Options): Promise<void> {
  const services = await openServices(process.env);
  try {
    console.log(describeMachine(services.versions));
    const stage = await setStage(services);
    const scale = options.quick ? quick : thorough;
    const wanted = (part: (typeof parts)[number]) => options.only === undefined || options.only === part;
    const figures: Figure[] = [];
    if (wanted("routes")) figures.push(...(await measureRoutes(services, stage, scale)));
    if (wanted("counting")) figures.push(...(await measureCounting(services, stage, scale)));
    if (wanted("totals")) figures.push(...(await measureTotals(services, stage, scale)));
    await stage.database.close();
    printFigures(figures);
  } finally {
    await services.close();
  }
}
