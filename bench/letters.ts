import type { Command } from "commander";
import { openLetterSender } from "#campaigns/letters/letter-sender.ts";
import { openTransport } from "#campaigns/mail/transport.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { type Figure, printFigures, printTable, showSpread, spreadOf } from "./figures.ts";
import { inTurns, type Side } from "./ingest/rounds.ts";
import { openRound, type Round } from "./letters/round.ts";
import { addMailed, openSettings, openSinkSender } from "./mail/mail-campaign.ts";
import { ownSide } from "./mail/sides.ts";
import { setStage } from "./system/bench-campaign.ts";
import { describeMachine } from "./system/machine.ts";
import { programEnvironment, startProgram, startServer } from "./system/programs.ts";
import { openServices } from "./system/services.ts";

type Options = { persons: string; rounds: string };

const sides = {
  sign: "signatures on the route",
  letters: "letters",
  confirm: "confirmations on the route",
  updates: "updates",
} as const;

/**
 * Adds `letters`: letters against updates over the same mail server, and confirmations against signatures
 * on their routes.
 */
export function addLettersBench(program: Command): void {
  program
    .command("letters")
    .description("measure letters against updates, and confirming against signing, in turns")
    .option("--persons <count>", "persons a round", "5000")
    .option("--rounds <count>", "rounds of each side", "5")
    .action(measureLetters);
}

/** Letters are sent as a worker process sends them, updates too; no workers run beside what is measured. */
async function measureLetters({ persons, rounds }: Options): Promise<void> {
  const services = await openServices(process.env);
  const sinkPort = await findFreePort();
  const sinkUrl = `smtp://127.0.0.1:${sinkPort}`;
  const sink = await startProgram(services, "bench/mail/sink.ts", {
    path: "/",
    env: { SINK_PORT: `${sinkPort}` },
  });
  try {
    console.log(describeMachine(services.versions));
    const stage = await setStage(services);
    const server = await startServer(services);
    const mailed = await addMailed(stage, "mailed", Number(persons));
    const config = readConfig({ ...programEnvironment(services, 0), ...openSettings, SMTP_URL: sinkUrl });
    const open = await openDeps(config);
    const { deps, redis } = open;
    const letterSender = openLetterSender(deps, openTransport(config, redis, deps.keys, "letters"), {
      tell: () => undefined,
      isHeld: async () => false,
    });
    const updateSender = openSinkSender(services, redis, deps, sinkUrl);
    const round = await openRound({ stage, deps, letterSender, port: server.port, persons: Number(persons) });
    const all = [...routeSides(round), ownSide(sides.updates, { ...deps, updateSender }, mailed)];
    await inTurns(all, 1);
    const rates = await inTurns(all, Number(rounds));
    printTable([
      ["side", "a second, median (spread)"],
      ...Array.from(rates, ([name, values]) => [name, showSpread(spreadOf(values))]),
    ]);
    await letterSender.close();
    updateSender.close();
    await open.close();
    await stage.database.close();
    await server.stop();
    printFigures(figuresOf(rates));
  } finally {
    await sink.stop();
    await services.close();
  }
}

function routeSides(round: Round): Side[] {
  return [
    { name: sides.sign, round: () => round.sign() },
    { name: sides.letters, round: () => round.sendLetters() },
    { name: sides.confirm, round: () => round.confirm() },
  ];
}

function figuresOf(rates: Map<string, number[]>): Figure[] {
  const median = (name: string) => spreadOf(rates.get(name) ?? []).median;
  return [
    {
      name: "W2 letters/s / updates/s",
      value: median(sides.letters) / median(sides.updates),
      goal: { sign: ">=", value: 0.7 },
    },
    {
      name: "W4 confirmations/s / signatures/s",
      value: median(sides.confirm) / median(sides.sign),
      goal: { sign: ">=", value: 0.5 },
    },
  ];
}
