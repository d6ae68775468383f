import { findFreePort } from "#embedded/free-port.ts";
import { readCurve } from "./arrivals/curve.ts";
import { checkConfirmed } from "./confirm/check-confirmed.ts";
import { type ReadLetter, readLetter } from "./confirm/read-letter.ts";
import { confirmedFigures, printConfirmedTenths, printMongoTimes } from "./confirm/report-confirmed.ts";
import { type Ground, runWalk, watchMemory } from "./confirm/run-walk.ts";
import { type Figure, printFigures } from "./figures.ts";
import { openSettings } from "./mail/mail-campaign.ts";
import { takeMails } from "./mail/take-mails.ts";
import { printFindings } from "./replay/findings.ts";
import { setStage } from "./system/bench-campaign.ts";
import { describeMachine } from "./system/machine.ts";
import { type Program, startBothWorkers, startServer } from "./system/programs.ts";
import { openServices, type Services } from "./system/services.ts";
import type { Pids } from "./system/usage.ts";

/** What `replay --confirm` is given. */
export type ConfirmOptions = {
  share: number;
  connections: number;
  profile?: string;
  only?: string;
  pages?: boolean;
};

const wholeCurve = 6_078_985;
/** Persons of another campaign before anything is measured, so that the first tenth runs compiled code too. */
const warmUp = 2_000;
/** Twice the peak of the real petition, in signatures a second, and for how many seconds. */
const pace = 192;
const pacedFor = 60;

/**
 * Replays the real way of a share of the curve: each person signs, her letter arrives, she opens its link,
 * presses the button and is thanked. True when all of it is exact.
 */
export async function replayConfirmed(options: ConfirmOptions): Promise<boolean> {
  const services = await openServices(process.env);
  const smtpPort = await findFreePort();
  let hear: (letter: ReadLetter) => void = () => undefined;
  const sink = takeMails(smtpPort, (mail) => hear(readLetter(mail)));
  try {
    console.log(describeMachine(services.versions));
    return await walkAll(services, options, smtpPort, (next) => {
      hear = next;
    });
  } finally {
    sink.close();
    await services.close();
  }
}

async function walkAll(
  services: Services,
  { share, connections, profile, only, pages = false }: ConfirmOptions,
  smtpPort: number,
  listen: Ground["listen"],
): Promise<boolean> {
  const stage = await setStage(services);
  const nodeArgs = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  const programs: Program[] = [];
  try {
    const server = await startServer(services, nodeArgs);
    programs.push(server);
    const env = { ...openSettings, SMTP_URL: `smtp://127.0.0.1:${smtpPort}` };
    const { workers, updates } = await startBothWorkers(services, { env, nodeArgs });
    programs.push(workers, updates);
    const own = { server: server.pid, workers: workers.pid, updates: updates.pid, ...services.pids };
    const pids = { ...own, generator: process.pid };
    const ground = { stage, port: server.port, connections, pids, listen };
    const rehearsal = await stage.addCampaign("rehearsal", "email");
    await runWalk(ground, rehearsal, { curve: readCurve(Math.min(share, warmUp / wholeCurve)), pages });
    const figures: Figure[] = [];
    const whole = only === "paced" ? undefined : await walkCurve(ground, own, { share, pages });
    if (whole) figures.push(...whole.figures);
    if (only !== "walk") figures.push(...(await walkPaced(ground)));
    console.log("");
    printFigures(figures);
    return whole?.isExact ?? true;
  } finally {
    await stage.database.close();
    await Promise.all(programs.map((program) => program.stop()));
  }
}

/** As fast as all goes: what it costs, and whether it is exact. */
async function walkCurve(
  ground: Ground,
  own: Pids,
  { share, pages }: { share: number; pages: boolean },
): Promise<{ figures: Figure[]; isExact: boolean }> {
  const { database, keys, addCampaign } = ground.stage;
  const memory = watchMemory(own);
  const campaign = await addCampaign("replay", "email");
  const curve = readCurve(share);
  const { walk, run, refused } = await runWalk(ground, campaign, { curve, pages });
  const peak = memory();
  if (refused) console.log(`refused and sent again: ${refused}`);
  printConfirmedTenths(run);
  printMongoTimes(run);
  console.log("");
  const findings = await checkConfirmed({ database, keys, campaign, curve }, walk, ground.port);
  const isExact = findings.map(printFindings).every(Boolean);
  console.log(
    `\nmemory at most: ${Object.entries(peak.each)
      .map(([name, size]) => `${name} ${size.toFixed(0)}`)
      .join(", ")} MiB`,
  );
  const w6: Figure = { name: "W6", value: peak.most, goal: { sign: "<=", value: 900 } };
  return { figures: [...confirmedFigures(run), w6], isExact };
}

/** At twice the real peak: how long people wait for their letters. */
async function walkPaced(ground: Ground): Promise<Figure[]> {
  const campaign = await ground.stage.addCampaign("paced", "email");
  const curve = readCurve((pace * pacedFor * 0.95) / wholeCurve);
  const { walk } = await runWalk(ground, campaign, { curve, pace });
  return waitFigures(walk.waits);
}

/** W3: from when a signature was due to be sent to when its letter arrived. */
function waitFigures(waits: number[]): Figure[] {
  const sorted = waits.toSorted((one, other) => one - other);
  const at = (part: number) => (sorted[Math.floor(sorted.length * part)] ?? Number.NaN) / 1_000;
  return [
    { name: "W3 p50", value: at(0.5) },
    { name: "W3", value: at(0.99), goal: { sign: "<=", value: 2 } },
  ];
}
