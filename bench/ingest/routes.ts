import { readCurve } from "../arrivals/curve.ts";
import { composeRequests, turnOf } from "../arrivals/requests.ts";
import { type Figure, printTable, showSpread, spreadOf } from "../figures.ts";
import { sendLoad } from "../load/send-load.ts";
import type { Stage } from "../system/bench-campaign.ts";
import { type Program, startProgram, startServer } from "../system/programs.ts";
import type { Services } from "../system/services.ts";
import { readUsage } from "../system/usage.ts";
import { inTurns } from "./rounds.ts";

export type Scale = { rounds: number; seconds: number; connections: number };

type Cost = { requests: number; server: number; generator: number; seconds: number };

/**
 * P1 and P2: accepted requests a second of the full sign route, of a bare route that answers at once (P1), and of one
 * that stores and queues each request by itself (P2). No workers run; all three sides get the same requests.
 */
export async function measureRoutes(services: Services, stage: Stage, scale: Scale): Promise<Figure[]> {
  const campaign = await stage.addCampaign("routes");
  const bare = (mode: string) =>
    startProgram(services, "bench/ingest/bare-app.ts", { path: "/health/live", args: [mode] });
  const programs = {
    full: await startServer(services),
    answer: await bare("answer"),
    "one each": await bare("one-each"),
  };
  try {
    const compose = composeRequests(readCurve(1), { campaign: campaign.slug, host: "127.0.0.1" });
    let next = 0;
    const costs = new Map<string, Cost>();
    const sides = Object.entries(programs).map(([name, program]) => ({
      name,
      async round() {
        const cost = await loadFor(program, scale, () => {
          next += 1;
          return compose(turnOf(next - 1));
        });
        const before = costs.get(name);
        costs.set(name, before ? addCosts(before, cost) : cost);
        return cost.requests / cost.seconds;
      },
    }));
    await inTurns(sides, 1);
    costs.clear();
    const rates = await inTurns(sides, scale.rounds);
    printRoutes(rates, costs);
    return routeFigures(rates);
  } finally {
    await Promise.all(Object.values(programs).map((program) => program.stop()));
  }
}

/** Keeps a program busy for the length of a round. @throws Error when it refuses a request. */
async function loadFor(
  program: Program,
  { seconds, connections }: Scale,
  compose: () => string,
): Promise<Cost> {
  const pids = { server: program.pid, generator: process.pid };
  const before = readUsage(pids);
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  let requests = 0;
  const refused: string[] = [];
  await sendLoad({
    port: program.port,
    connections,
    take: () => (performance.now() < endsAt ? 0 : undefined),
    compose,
    answered({ status, body }) {
      if (status === 202) requests += 1;
      else refused.push(`${status} ${body}`);
      return false;
    },
  });
  const after = readUsage(pids);
  if (refused.length > 0) throw new Error(`${refused.length} requests were refused: ${refused[0]}`);
  const used = (name: "server" | "generator") => (after[name]?.cpu ?? 0) - (before[name]?.cpu ?? 0);
  return {
    requests,
    server: used("server"),
    generator: used("generator"),
    seconds: (performance.now() - startedAt) / 1_000,
  };
}

function addCosts(one: Cost, other: Cost): Cost {
  return {
    requests: one.requests + other.requests,
    server: one.server + other.server,
    generator: one.generator + other.generator,
    seconds: one.seconds + other.seconds,
  };
}

function printRoutes(rates: Map<string, number[]>, costs: Map<string, Cost>): void {
  const busy = (used: number, seconds: number) => `${((used / seconds) * 100).toFixed(0)} %`;
  printTable([
    ["route", "accepted/s, median (spread)", "its process", "generator", "CPU µs a request"],
    ...Array.from(costs, ([name, { requests, server, generator, seconds }]) => [
      name,
      showSpread(spreadOf(rates.get(name) ?? [])),
      busy(server, seconds),
      busy(generator, seconds),
      ((server / requests) * 1e6).toFixed(0),
    ]),
  ]);
}

function routeFigures(rates: Map<string, number[]>): Figure[] {
  const median = (name: string) => spreadOf(rates.get(name) ?? []).median;
  return [
    { name: "P1", value: median("full") / median("answer"), goal: { sign: ">=", value: 0.5 } },
    { name: "P2", value: median("full") / median("one each"), goal: { sign: ">=", value: 8 } },
  ];
}
