import type { Command } from "commander";
import { type Figure, printFigures, showSpread, spreadOf } from "./figures.ts";
import { sendLoad } from "./load/send-load.ts";
import { addMailed } from "./mail/mail-campaign.ts";
import { setStage } from "./system/bench-campaign.ts";
import { describeMachine } from "./system/machine.ts";
import { startServer } from "./system/programs.ts";
import { openServices } from "./system/services.ts";
import { readUsage } from "./system/usage.ts";

/** Signatures on the campaign, so that its page has a map and tables. */
const signatures = 10_000;
const connections = 32;
const seconds = 5;
const rounds = 4;

/** Adds `page`: how many readers a second get a campaign's page, and what each costs the server. */
export function addPageBench(program: Command): void {
  program
    .command("page")
    .description("measure how often a campaign's page is given, over 32 connections")
    .action(measurePage);
}

async function measurePage(): Promise<void> {
  const services = await openServices(process.env);
  try {
    console.log(describeMachine(services.versions));
    const stage = await setStage(services);
    const { slug } = await addMailed(stage, "read", signatures);
    const server = await startServer(services);
    const request = `GET /en/c/${slug} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n`;
    const rates: number[] = [];
    const costs: number[] = [];
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const { rate, cost } = await readFor(server, request);
      if (round > 0) rates.push(rate);
      if (round > 0) costs.push(cost);
    }
    console.log(
      `pages a second: ${showSpread(spreadOf(rates))}; CPU-ms of the server: ${showSpread(spreadOf(costs))}`,
    );
    await stage.database.close();
    await server.stop();
    const figure: Figure = { name: "C1 campaign pages/s", value: spreadOf(rates).median };
    printFigures([{ ...figure, goal: { sign: ">=", value: 1_000 } }]);
  } finally {
    await services.close();
  }
}

async function readFor(
  { port, pid }: { port: number; pid: number },
  request: string,
): Promise<{ rate: number; cost: number }> {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  const cpu = () => readUsage({ pid }).pid?.cpu ?? 0;
  const before = cpu();
  let pages = 0;
  await sendLoad({
    ...{ port, connections },
    take: () => (performance.now() < endsAt ? 0 : undefined),
    compose: () => request,
    answered({ status }) {
      if (status !== 200) throw new Error(`The page was answered with ${status}.`);
      pages += 1;
      return false;
    },
  });
  return {
    rate: (pages / (performance.now() - startedAt)) * 1_000,
    cost: ((cpu() - before) * 1_000) / pages,
  };
}
