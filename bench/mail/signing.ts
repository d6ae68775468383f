import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { openJobQueue } from "#campaigns/platform/jobs/job-queue.ts";
import { rescueUpdates } from "#campaigns/updates/sending/rescue-updates.ts";
import { type Figure, showSpread, spreadOf } from "../figures.ts";
import type { Sink } from "../mail.ts";
import type { Stage } from "../system/bench-campaign.ts";
import { startBothWorkers, startServer } from "../system/programs.ts";
import type { Services } from "../system/services.ts";
import { addMailed, addUpdate, openSettings } from "./mail-campaign.ts";

/** Signatures per second, sent regardless of their results; seconds per round; rounds. */
const arrivals = { aSecond: 100, seconds: 15, rounds: 5 };
const supporters = 100_000;

/**
 * The effect of a run on signers: p99 of signing while an update goes out, compared with an idle system,
 * alternating.
 */
export async function measureSigning(services: Services, stage: Stage, sink: Sink): Promise<Figure[]> {
  const mailed = await addMailed(stage, "mailed-meanwhile", supporters);
  const signed = await stage.addCampaign("signed-meanwhile");
  const server = await startServer(services);
  const env = { ...openSettings, SMTP_URL: sink.url };
  const { workers, updates } = await startBothWorkers(services, { env, givesWay: true });
  const redis = new Redis(services.redisUrl);
  const jobs = openJobQueue(redis);
  const deps = { database: stage.database, jobs, now: () => new Date() };
  const times: Record<"idle" | "run", number[]> = { idle: [], run: [] };
  try {
    await signFor(server.port, signed, "warm");
    const id = await addUpdate(stage.database, mailed);
    await stage.database.updates.updateOne({ _id: id }, { $set: { scheduledAt: new Date(8.64e15) } });
    let sent = 0;
    for (let round = 0; round < arrivals.rounds; round += 1) {
      times.idle.push(await signFor(server.port, signed, `idle${round}`));
      await stage.database.updates.updateOne(
        { _id: id },
        round === 0 ? { $set: { scheduledAt: new Date() } } : { $set: { state: "sending" } },
      );
      await rescueUpdates(deps);
      await wait(1_000);
      const before = await sentOf(stage, id);
      times.run.push(await signFor(server.port, signed, `run${round}`));
      sent += (await sentOf(stage, id)) - before;
      await stage.database.updates.updateOne({ _id: id, state: "sending" }, { $set: { state: "paused" } });
      await wait(3_000);
    }
    const seconds = arrivals.rounds * arrivals.seconds;
    console.log(`${arrivals.aSecond} signatures/s beside ${Math.round(sent / seconds)} mails/s; p99 in ms:`);
    console.log(`idle ${showSpread(spreadOf(times.idle))}, during a run ${showSpread(spreadOf(times.run))}`);
  } finally {
    await jobs.close();
    redis.disconnect();
    await updates.stop();
    await workers.stop();
    await server.stop();
  }
  const ratio = spreadOf(times.run).median / spreadOf(times.idle).median;
  return [{ name: "M4 signing p99 during a run / idle", value: ratio, goal: { sign: "<=", value: 1.5 } }];
}

async function sentOf({ database }: Stage, id: Awaited<ReturnType<typeof addUpdate>>): Promise<number> {
  return (await database.updates.findById(id).lean())?.counts.sent ?? 0;
}

/** Signs at a fixed rate; lateness counts from when a request was due, not from when it could be sent. */
async function signFor(port: number, { slug }: Campaign, who: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const total = arrivals.aSecond * arrivals.seconds;
  const times: number[] = [];
  const all: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < total; number += 1) {
    const due = startedAt + (number * 1_000) / arrivals.aSecond;
    const ahead = due - performance.now();
    if (ahead > 1) await wait(ahead);
    all.push(
      signOne(agent, port, slug, `${who}.${number}`).then(() => void times.push(performance.now() - due)),
    );
  }
  await Promise.all(all);
  agent.destroy();
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}

function signOne(agent: Agent, port: number, slug: string, who: string): Promise<void> {
  const body = JSON.stringify({
    name: "Anna Tester",
    email: `${who}@example.org`,
    country: "GB",
    locale: "en",
    consent: { updates: false },
  });
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        agent,
        port,
        host: "127.0.0.1",
        method: "POST",
        path: `/api/v1/campaigns/${slug}/signatures`,
        headers: {
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
          "X-Forwarded-For": `10.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}.9`,
        },
      },
      (response) => {
        response.resume();
        if (response.statusCode !== 202)
          reject(new Error(`Signing was answered with ${response.statusCode}.`));
        response.once("end", resolve);
      },
    );
    sending.once("error", reject);
    sending.end(body);
  });
}
