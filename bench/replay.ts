import { type Command, InvalidArgumentError } from "commander";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { type Curve, readCurve } from "./arrivals/curve.ts";
import { countRequests, turnOf } from "./arrivals/requests.ts";
import { replayConfirmed } from "./confirm.ts";
import { printFigures } from "./figures.ts";
import { checkReceipts } from "./replay/check-receipts.ts";
import { checkRoll, checkTallies, sumPersons } from "./replay/check-roll.ts";
import { type Findings, printFindings } from "./replay/findings.ts";
import { readSomeBack } from "./replay/read-some-back.ts";
import { makeReceipts, type Receipts } from "./replay/receipts.ts";
import { printTenths, type Run, runFigures } from "./replay/report-run.ts";
import { sendCurve } from "./replay/send-curve.ts";
import { waitUntilFolded } from "./replay/wait-until-folded.ts";
import { watchRun } from "./replay/watch-run.ts";
import { type Stage, setStage } from "./system/bench-campaign.ts";
import { describeMachine } from "./system/machine.ts";
import { type Program, startServer, startWorkers } from "./system/programs.ts";
import { openServices, type Services } from "./system/services.ts";
import { readUsage } from "./system/usage.ts";

type Options = {
  share: number;
  connections: number;
  profile?: string;
  confirm?: true;
  only?: string;
  pages?: true;
};

type System = { services: Services; stage: Stage; server: Program; workers: Program };

/** Signatures on another campaign before timing starts, so that the first tenth also runs compiled code. */
const warmUp = 20_000;

/** Adds `replay`: the real curve through HTTP, followed by a check of every result. */
export function addReplay(program: Command): void {
  program
    .command("replay")
    .description("replay a share of the real arrival curve and check everything that came of it")
    .option("--share <part>", "part of the 6,078,985 signatures", parseShare, 0.02)
    .option("--connections <number>", "requests under way at once", parseCount, 128)
    .option("--profile <folder>", "write CPU profiles of server and workers there")
    .option("--confirm", "the whole way: each signature is confirmed by a click in her letter")
    .option("--pages", "she also asks for the page behind her link, and for that which thanks her")
    .option(
      "--only <part>",
      "of the whole way: walk (as fast as all goes) or paced (192 signatures a second)",
    )
    .action(async (options: Options) => {
      const isExact = options.confirm ? await replayConfirmed(options) : await replay(options);
      process.exitCode = isExact ? 0 : 1;
    });
}

async function replay(options: Options): Promise<boolean> {
  const services = await openServices(process.env);
  try {
    console.log(describeMachine(services.versions));
    const stage = await setStage(services);
    const nodeArgs = options.profile ? ["--cpu-prof", `--cpu-prof-dir=${options.profile}`] : [];
    const server = await startServer(services, nodeArgs);
    const workers = await startWorkers(services, nodeArgs);
    const system = { services, stage, server, workers };
    const exact = await runAndCheck(system, options).finally(() => stage.database.close());
    await Promise.all([server.stop(), workers.stop()]);
    return exact;
  } finally {
    await services.close();
  }
}

async function runAndCheck(system: System, options: Options): Promise<boolean> {
  const { stage, server } = system;
  const curve = readCurve(options.share);
  const receipts = makeReceipts(countRequests(curve.persons));
  const rehearsal = await stage.addCampaign("rehearsal");
  const campaign = await stage.addCampaign("replay");
  const { connections } = options;
  await sendCurve({
    curve: readCurve(1),
    campaign: rehearsal.slug,
    port: server.port,
    connections,
    receipts: makeReceipts(warmUp),
    answered: () => undefined,
  });
  await waitUntilFolded(stage.database);
  console.log(
    `${curve.persons.toLocaleString("en")} persons, ${receipts.requests.toLocaleString("en")} requests over ` +
      `${connections} connections, every twentieth by somebody who has signed before`,
  );
  const run = await sendAll(system, campaign, curve, receipts, options);
  printTenths(run);
  console.log("");
  const findings = await checkAll(system, campaign, curve, receipts);
  const exact = findings.map(printFindings).every(Boolean);
  console.log("");
  printFigures(runFigures(run));
  return exact;
}

async function sendAll(
  { services, stage, server, workers }: System,
  campaign: Campaign,
  curve: Curve,
  receipts: Receipts,
  { share, connections }: Options,
): Promise<Run> {
  const pids = { server: server.pid, workers: workers.pid, ...services.pids, generator: process.pid };
  const watch = watchRun(stage.database, pids, receipts.requests);
  const startedAt = performance.now();
  const { refusals, latencies } = await sendCurve({
    curve,
    campaign: campaign.slug,
    port: server.port,
    connections,
    receipts,
    answered: watch.answered,
  });
  const acceptedSeconds = (performance.now() - startedAt) / 1_000;
  await waitUntilFolded(stage.database);
  const countedSeconds = (performance.now() - startedAt) / 1_000;
  await watch.stop();
  if (refusals.size > 0) console.log(`refused and sent again: ${[...refusals].join(" ")} (status, times)`);
  return {
    share,
    persons: curve.persons,
    requests: receipts.requests,
    marks: watch.marks,
    acceptedSeconds,
    countedSeconds,
    greatestBacklog: watch.greatestBacklog(),
    latencies,
    finalUsage: readUsage(pids),
  };
}

async function checkAll(
  { stage: { database, keys }, server }: System,
  campaign: Campaign,
  curve: Curve,
  receipts: Receipts,
): Promise<Findings[]> {
  const checked = { database, keys, campaign, curve };
  const sent = sumPersons(checked);
  return [
    ...(await checkReceipts({
      ...{ database, keys, campaign, receipts, subject: "receipts", kind: "counting", whoOf: turnOf },
      outcomes: ["counted", "repeat"],
      once: {
        outcome: "counted",
        subject: "persons with one counted line each",
        persons: curve.persons,
        isOne: () => true,
      },
    })),
    await checkRoll(checked, sent),
    await checkTallies(checked, sent),
    await readSomeBack(server.port, receipts),
  ];
}

function parseShare(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share <= 1)) throw new InvalidArgumentError("A share is above 0 and at most 1.");
  return share;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!(Number.isInteger(count) && count > 0 && count <= 2_000))
    throw new InvalidArgumentError("Give a whole number from 1 to 2000.");
  return count;
}
