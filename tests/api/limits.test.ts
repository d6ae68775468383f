import type { FastifyInstance } from "fastify";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findFreePort } from "#embedded/free-port.ts";
import { buildApp } from "#server/app.ts";
import { networksOf } from "#server/plugins/networks-of.ts";
import { collectLog } from "../support/core.ts";
import { answersOf } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

const share = 8;

let site: TestApp;
let campaign: Campaign;
const apps: FastifyInstance[] = [];

beforeAll(async () => {
  site = await openTestApp();
  campaign = await loadTestCampaign(site.deps.database, { verification: "none" });
});
beforeEach(() => site.redis.flushdb());
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await site.close();
});

/** Another instance of the site, as a second process would be. */
async function openInstance({ redis = site.redis, proxy = "10.0.0.1" } = {}): Promise<FastifyInstance> {
  const config = { ...site.config, SHEAF_SIGN_LIMIT: share, SHEAF_TRUST_PROXY: proxy };
  const app = await buildApp({ deps: site.deps, redis, config, log: collectLog().log });
  apps.push(app);
  return app;
}

/** Sends one signature; `from` is the address of the wire, `forwarded` what a proxy says. */
async function send(app: FastifyInstance, from: string, forwarded?: string): Promise<number> {
  const answer = await app.inject({
    method: "POST",
    url: `/api/v1/campaigns/${campaign.slug}/signatures`,
    remoteAddress: from,
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
    payload: answersOf("anna"),
  });
  return answer.statusCode;
}

async function sendMany(
  app: FastifyInstance,
  count: number,
  from: (turn: number) => string,
): Promise<number[]> {
  const statuses: number[] = [];
  for (let turn = 0; turn < count; turn += 1) statuses.push(await send(app, from(turn)));
  return statuses;
}

const taken = (statuses: number[]) => statuses.filter((status) => status === 202).length;

/** Every test has a minute of its own, in which the clock stands still. */
let minutes = Math.ceil(Date.now() / 60_000);
beforeEach(() => {
  minutes += 1;
  vi.useFakeTimers({ toFake: ["Date"], now: minutes * 60_000 });
});
afterEach(() => void vi.useRealTimers());

test("an address sends its share a minute, then hears when to try again, in API and form", async () => {
  const app = await openInstance();
  expect(taken(await sendMany(app, share, () => "192.0.2.1"))).toBe(share);
  const url = `/api/v1/campaigns/${campaign.slug}/signatures`;
  const over = await app.inject({
    method: "POST",
    url,
    remoteAddress: "192.0.2.1",
    payload: answersOf("anna"),
  });
  expect(over.statusCode).toBe(429);
  expect(over.headers["retry-after"]).toBe("60");
  expect(over.json()).toMatchObject({ code: "too-many", status: 429 });
  const form = await app.inject({
    method: "POST",
    url: `/en/c/${campaign.slug}/sign`,
    remoteAddress: "192.0.2.1",
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html" },
    payload: "name=Anna+Smith&email=anna%40example.org&country=GB",
  });
  expect(form.statusCode).toBe(429);
  expect(form.headers["retry-after"]).toBe("60");
  expect(form.body).toContain("Anna Smith");
  expect(await send(app, "192.0.2.2")).toBe(202);
});

test("refused answers count too, reading does not", async () => {
  const app = await openInstance();
  const url = `/api/v1/campaigns/${campaign.slug}/signatures`;
  for (let turn = 0; turn < share; turn += 1) {
    const payload = answersOf("anna", { name: "=1" });
    await app.inject({ method: "POST", url, remoteAddress: "192.0.2.9", payload });
    await app.inject({ url: `/api/v1/campaigns/${campaign.slug}/totals`, remoteAddress: "192.0.2.8" });
  }
  expect(await send(app, "192.0.2.9")).toBe(429);
  expect(await send(app, "192.0.2.8")).toBe(202);
});

test("a subnet sends ten times the share of an address, in any mixture of its addresses", async () => {
  const app = await openInstance();
  const statuses = await sendMany(app, share * 10 + 5, (turn) => `198.51.100.${turn % 200}`);
  expect(taken(statuses)).toBe(share * 10);
  expect(await send(app, "198.51.101.1")).toBe(202);
});

test("an IPv6 household is its /64, however many addresses it takes, and a /48 is a subnet", async () => {
  const app = await openInstance();
  const household = await sendMany(app, share + 4, (turn) => `2001:db8:1:1::${turn.toString(16)}`);
  expect(taken(household)).toBe(share);
  expect(await send(app, "2001:db8:1:2::1")).toBe(202);
  const subnet = await sendMany(app, share * 10 + 5, (turn) => `2001:db8:2:${(turn % 99).toString(16)}::1`);
  expect(taken(subnet)).toBe(share * 10);
});

test("X-Forwarded-For is believed from the trusted proxy, and from nobody else", async () => {
  const app = await openInstance();
  for (let turn = 0; turn < share; turn += 1) await send(app, "203.0.113.1", `192.0.2.${turn}`);
  expect(await send(app, "203.0.113.1", "192.0.2.100")).toBe(429);
  const behind: number[] = [];
  for (let turn = 0; turn < share + 2; turn += 1)
    behind.push(await send(app, "10.0.0.1", `203.0.113.${50 + turn}`));
  expect(taken(behind)).toBe(share + 2);
  // The proxy adds the true address at the end; what stands before it is the visitor's own invention.
  const invented: number[] = [];
  for (let turn = 0; turn < share + 2; turn += 1)
    invented.push(await send(app, "10.0.0.1", `1.2.3.${turn}, 203.0.113.99`));
  expect(taken(invented)).toBe(share);
});

test("with no trusted proxy the header changes nothing", async () => {
  const app = await openInstance({ proxy: "" });
  const statuses: number[] = [];
  for (let turn = 0; turn < share + 3; turn += 1)
    statuses.push(await send(app, "10.0.0.1", `192.0.2.${turn}`));
  expect(taken(statuses)).toBe(share);
});

test("instances know through Redis what an address has sent to the others", async () => {
  const [one, other] = await Promise.all([openInstance(), openInstance()]);
  expect(taken(await sendMany(one, share - 2, () => "192.0.2.30"))).toBe(share - 2);
  await one.limiter.share();
  // The other one learns of it once it has seen the address itself.
  expect(await send(other, "192.0.2.30")).toBe(202);
  expect(await send(other, "192.0.2.30")).toBe(202);
  await other.limiter.share();
  expect(await send(other, "192.0.2.30")).toBe(429);
  await one.limiter.share();
  await sendMany(one, 3, () => "192.0.2.30");
  expect(await send(one, "192.0.2.30")).toBe(429);
});

test("without Redis each instance counts alone, and people sign", async () => {
  const redis = new Redis(await findFreePort(), "127.0.0.1", {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: () => 200,
  });
  redis.on("error", () => undefined);
  const app = await openInstance({ redis });
  expect(taken(await sendMany(app, share + 3, () => "192.0.2.40"))).toBe(share);
  await app.limiter.share();
  expect(await send(app, "192.0.2.40")).toBe(429);
  redis.disconnect();
});

describe.each([
  ["192.0.2.17", "192.0.2.17", "192.0.2.*"],
  ["::ffff:192.0.2.17", "192.0.2.17", "192.0.2.*"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64", "2001:db8:1::/48"],
  ["2001:db8::6", "2001:db8:0:0::/64", "2001:db8:0::/48"],
  ["::1", "0:0:0:0::/64", "0:0:0::/48"],
])("%s", (address, host, subnet) => {
  test(`is counted as ${host} and ${subnet}`, () => {
    expect(networksOf(address)).toEqual({ host, subnet });
  });
});
