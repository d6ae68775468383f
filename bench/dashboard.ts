import type { Command } from "commander";
import { secretariat } from "#campaigns/access/secretariat.ts";
import { addAccount } from "#campaigns/accounts/add-account.ts";
import { startSession } from "#campaigns/accounts/start-session.ts";
import { readDashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { sessionCookie } from "#server/plugins/sessions.ts";
import { fillSums } from "./dashboard/fill-sums.ts";
import { type Figure, printFigures, printTable, showSpread, spreadOf } from "./figures.ts";
import { inTurns, type Side } from "./ingest/rounds.ts";
import { sendLoad } from "./load/send-load.ts";
import { setStage } from "./system/bench-campaign.ts";
import { describeMachine } from "./system/machine.ts";
import { type Program, programEnvironment, startServer } from "./system/programs.ts";
import { openServices, type Services } from "./system/services.ts";

const sizes = { small: 10_000, large: 7_000_000 } as const;
const thorough = { rounds: 5, reads: 100 };
const quick = { rounds: 2, reads: 30 };

type Read = { campaign: Campaign; times: number[] };

/** Adds `dashboard`: the cost of the dashboard with seven million signatures, compared with ten thousand. */
export function addDashboardBench(program: Command): void {
  program
    .command("dashboard")
    .description("measure the dashboard of 7,000,000 signatures beside that of 10,000")
    .option("--quick", "fewer reads: figures to look at, not to hold to goals")
    .action(async (options: { quick?: true }) => {
      const services = await openServices(process.env);
      try {
        console.log(describeMachine(services.versions));
        printFigures(await measure(services, options.quick ? quick : thorough));
      } finally {
        await services.close();
      }
    });
}

async function measure(services: Services, scale: typeof thorough): Promise<Figure[]> {
  const stage = await setStage(services);
  const small = await stage.addCampaign("ten-thousand");
  const large = await stage.addCampaign("seven-million");
  const startedAt = performance.now();
  await fillSums(stage.database, small, sizes.small);
  await fillSums(stage.database, large, sizes.large);
  console.log(`sums of both campaigns folded in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  await stage.database.close();
  const open = await openDeps(readConfig(programEnvironment(services, 0)));
  const server = await startServer(services);
  try {
    const { deps } = open;
    const account = await addAccount(deps, {
      name: "Bench",
      email: "bench@sheaf.test",
      organisation: secretariat,
      role: "secretariat",
      locale: "en",
      password: "only this bench knows it",
    });
    const token = await startSession(deps, account.id, {
      method: "password",
      from: "127.0.0.0/24",
      browser: "bench",
    });
    const cookie = `${sessionCookie(deps.publicUrl)}=${token}`;
    const pages = [small, large].map((campaign): Read => ({ campaign, times: [] }));
    const act = (campaign: Campaign) => () => readDashboard(deps, account, campaign.slug);
    const sides = [
      ...[small, large].map((campaign) => actSide(campaign, scale.reads, act(campaign))),
      ...pages.map((page) => pageSide(server, cookie, page, scale.reads)),
    ];
    await inTurns(sides, 1);
    for (const page of pages) page.times.length = 0;
    const medians = await inTurns(sides, scale.rounds);
    return figuresOf(medians, pages);
  } finally {
    await server.stop();
    await open.close();
  }
}

function figuresOf(medians: ReadonlyMap<string, number[]>, pages: readonly Read[]): Figure[] {
  printTable([
    ["read", "p50 in ms, median (spread)"],
    ...Array.from(medians, ([name, values]) => [name, showSpread(spreadOf(values))]),
  ]);
  const ratio = (way: string) => {
    const median = (slug: string) => spreadOf(medians.get(`${way} ${slug}`) ?? []).median;
    return median("seven-million") / median("ten-thousand");
  };
  const times = (pages[1]?.times ?? []).toSorted((one, other) => one - other);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  return [
    { name: "D1 dashboard page at 7M / at 10k", value: ratio("page"), goal: { sign: "<=", value: 1.1 } },
    { name: "D2 dashboard read at 7M / at 10k", value: ratio("act"), goal: { sign: "<=", value: 1.1 } },
    { name: "D3 dashboard page at 7M, p50 ms", value: at(0.5), goal: { sign: "<=", value: 100 } },
    { name: "D4 dashboard page at 7M, p99 ms", value: at(0.99), goal: { sign: "<=", value: 100 } },
  ];
}

function actSide(campaign: Campaign, reads: number, read: () => Promise<unknown>): Side {
  return {
    name: `act ${campaign.slug}`,
    async round() {
      const times: number[] = [];
      for (let turn = 0; turn < reads; turn += 1) {
        const startedAt = performance.now();
        await read();
        times.push(performance.now() - startedAt);
      }
      return spreadOf(times).median;
    },
  };
}

function pageSide({ port }: Program, cookie: string, page: Read, reads: number): Side {
  const { slug } = page.campaign;
  const request = `GET /organiser/c/${slug} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\n\r\n`;
  return {
    name: `page ${slug}`,
    async round() {
      const times: number[] = [];
      let left = reads;
      await sendLoad({
        port,
        connections: 1,
        take: () => (left-- > 0 ? left : undefined),
        compose: () => request,
        answered({ status, milliseconds }) {
          if (status !== 200) throw new Error(`The dashboard answered ${status}.`);
          times.push(milliseconds);
          return false;
        },
      });
      page.times.push(...times);
      return spreadOf(times).median;
    },
  };
}
