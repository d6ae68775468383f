import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import type { Deps } from "#campaigns/open.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { type Figure, printFigures, printTable, showSpread, spreadOf } from "./figures.ts";
import { inTurns } from "./ingest/rounds.ts";
import { addMailed, openSettings, openSinkSender } from "./mail/mail-campaign.ts";
import { runCommand } from "./mail/run-command.ts";
import { composingSide, ownSide, rawSide, readYardstick } from "./mail/sides.ts";
import { measureSigning } from "./mail/signing.ts";
import { type Stage, setStage } from "./system/bench-campaign.ts";
import { describeMachine } from "./system/machine.ts";
import { type Program, programEnvironment, startProgram } from "./system/programs.ts";
import { openServices, type Services } from "./system/services.ts";

type Options = { mails: number; rounds: number; small: number; large: number; only?: string };

/** The mail server that all mails go to. */
export type Sink = { program: Program; url: string };

/**
 * Adds `mail`: how fast an update goes out compared with nodemailer alone, how much memory it needs, and its effect
 * on signing.
 */
export function addMailBench(program: Command): void {
  program
    .command("mail")
    .description("measure sending an update against nodemailer's own pool, in turns")
    .option("--mails <count>", "mails a round", toCount, 5_000)
    .option("--rounds <count>", "rounds of each side", toCount, 5)
    .option("--small <count>", "supporters of the small run", toCount, 20_000)
    .option("--large <count>", "supporters of the large run", toCount, 200_000)
    .option("--only <part>", "speed, memory or signing alone")
    .action(measureMail);
}

async function measureMail(options: Options): Promise<void> {
  const services = await openServices(process.env);
  const sinkPort = await findFreePort();
  const sink = {
    program: await startProgram(services, "bench/mail/sink.ts", {
      path: "/",
      env: { SINK_PORT: `${sinkPort}` },
    }),
    url: `smtp://127.0.0.1:${sinkPort}`,
  };
  try {
    console.log(describeMachine(services.versions));
    const stage = await setStage(services);
    const wanted = (part: string) => options.only === undefined || options.only === part;
    const figures: Figure[] = [];
    if (wanted("speed")) figures.push(...(await measureSpeed(services, stage, sink, options)));
    if (wanted("memory")) figures.push(...(await measureMemory(services, stage, sink, options)));
    if (wanted("signing")) figures.push(...(await measureSigning(services, stage, sink)));
    await stage.database.close();
    printFigures(figures);
  } finally {
    await sink.program.stop();
    await services.close();
  }
}

const names = {
  own: "Sheaf, with records",
  composed: "nodemailer composing",
  raw: "nodemailer raw",
  ownSigned: "Sheaf, records, DKIM",
  composedSigned: "nodemailer, DKIM",
} as const;

async function measureSpeed(
  services: Services,
  stage: Stage,
  sink: Sink,
  { mails, rounds }: Options,
): Promise<Figure[]> {
  const campaign = await addMailed(stage, "mailed", mails);
  const open = await openDeps(readConfig(programEnvironment(services, 0)));
  const deps: Deps = open.deps;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const path = join(services.folder, "dkim.pem");
  writeFileSync(path, privateKey.export({ type: "pkcs8", format: "pem" }));
  const dkim = { domain: "sheaf.example", selector: "sheaf", key: privateKey };
  const updateSender = openSinkSender(services, open.redis, deps, sink.url);
  const signing = openSinkSender(services, open.redis, deps, sink.url, { SHEAF_DKIM_KEY: path });
  const yardstick = await readYardstick(deps, campaign);
  const sides = [
    ownSide(names.own, { ...deps, updateSender }, campaign),
    composingSide(names.composed, sink.url, yardstick),
    rawSide(names.raw, sink.url, yardstick),
    ownSide(names.ownSigned, { ...deps, updateSender: signing }, campaign),
    composingSide(names.composedSigned, sink.url, yardstick, dkim),
  ];
  try {
    await inTurns(sides, 1);
    const rates = await inTurns(sides, rounds);
    printTable([
      ["side", "mails/s, median (spread)"],
      ...Array.from(rates, ([name, values]) => [name, showSpread(spreadOf(values))]),
    ]);
    console.log(`a mail has ${yardstick.raw.length} bytes`);
    const median = (name: string) => spreadOf(rates.get(name) ?? []).median;
    return [
      figure(
        "M1 mails/s with records / nodemailer composing",
        median(names.own) / median(names.composed),
        ">=",
        2,
      ),
      figure("M2 mails/s with records / nodemailer raw", median(names.own) / median(names.raw), ">=", 0.6),
      {
        name: "M5 signed with records / nodemailer signing",
        value: median(names.ownSigned) / median(names.composedSigned),
      },
    ];
  } finally {
    updateSender.close();
    signing.close();
    await open.close();
  }
}

async function measureMemory(
  services: Services,
  stage: Stage,
  sink: Sink,
  { small, large }: Options,
): Promise<Figure[]> {
  const runs = [];
  for (const [slug, size] of [
    ["small-roll", small],
    ["large-roll", large],
  ] as const) {
    await addMailed(stage, slug, size);
    const env = { ...programEnvironment(services, 0), ...openSettings, SMTP_URL: sink.url };
    const answer = await runCommand("bench/mail/send-once.ts", [slug], env);
    const { mails, rate, memory }: { mails: number; rate: number; memory: number } = JSON.parse(answer);
    console.log(`${mails} mails, ${Math.round(rate)}/s, peak memory ${Math.round(memory)} MiB`);
    runs.push(memory);
  }
  return [figure("M3 peak memory, large / small run", (runs[1] ?? 0) / (runs[0] ?? 1), "<=", 1.2)];
}

function figure(name: string, value: number, sign: "<=" | ">=", goal: number): Figure {
  return { name, value, goal: { sign, value: goal } };
}

function toCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return count;
}
