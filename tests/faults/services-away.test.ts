import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSession } from "#campaigns/accounts/start-session.ts";
import { addTestAccount } from "../support/console-client.ts";
import type { Fleet } from "../support/fleet.ts";
import { waitFor } from "../support/wait-for.ts";
import { send, startCrowd } from "./crowd.ts";
import { longEnough, openStage, type Stage, signMore } from "./stage.ts";

let stage: Stage;
let fleet: Fleet;

beforeAll(async () => {
  stage = await openStage();
  fleet = stage.fleet;
});
afterAll(() => stage.close());

const minute = 60_000;

test(
  "Redis killed and emptied stops nobody from signing, and everything is counted once it is back",
  async () => {
    const campaign = await stage.openCampaign();
    const crowd = startCrowd(fleet.url, campaign.slug);
    await signMore(crowd, 200);
    await fleet.kill("redis");
    fleet.emptyRedis();
    const before = crowd.answers.length;
    await signMore(crowd, 300);
    // A server that starts while Redis is away takes signatures too.
    await fleet.kill("server");
    await fleet.start("server");
    await signMore(crowd, 100);
    const ready: unknown = await (await fetch(`${fleet.url}/health/ready`)).json();
    expect(ready).toEqual({ ready: true, mongodb: "up", redis: "away" });
    await fleet.start("redis");
    await signMore(crowd, 100);
    await crowd.stop();
    await stage.expectAllCounted(campaign, crowd);
    const told = crowd.answers.slice(before).filter(({ status }) => status !== 202 && status !== 0);
    expect(told).toEqual([]);
  },
  longEnough,
);

test(
  "while Redis hangs people sign as fast as ever",
  async () => {
    const campaign = await stage.openCampaign();
    await send(fleet.url, campaign.slug, "warm");
    fleet.signal("redis", "SIGSTOP");
    const crowd = startCrowd(fleet.url, campaign.slug);
    await signMore(crowd, 300);
    await crowd.stop();
    fleet.signal("redis", "SIGCONT");
    expect(crowd.answers.every(({ status }) => status === 202)).toBe(true);
    expect(Math.max(...crowd.answers.map(({ took }) => took))).toBeLessThan(1_900);
    await stage.expectAllCounted(campaign, crowd);
  },
  longEnough,
);

test(
  "MongoDB killed under load: 503 with Retry-After meanwhile, and after it is back everybody signs and is counted",
  async () => {
    const campaign = await stage.openCampaign();
    const crowd = startCrowd(fleet.url, campaign.slug);
    await signMore(crowd, 200);
    await fleet.kill("mongod");
    const from = crowd.answers.length;
    await waitFor(
      "refusals",
      () => crowd.answers.slice(from).filter(({ status }) => status === 503).length > 20,
      minute,
    );
    const unknown = await fetch(`${fleet.url}/api/v1/campaigns/never-asked-for`);
    expect([unknown.status, unknown.headers.get("retry-after")]).toEqual([503, "5"]);
    const ready = await fetch(`${fleet.url}/health/ready`);
    expect([ready.status, ready.headers.get("retry-after")]).toEqual([503, "5"]);
    const refused = crowd.answers.slice(from).filter(({ status }) => status !== 202);
    expect(new Set(refused.map(({ status, retryAfter }) => `${status} ${retryAfter}`))).toEqual(
      new Set(["503 5"]),
    );
    expect(Math.max(...refused.map(({ took }) => took))).toBeLessThan(15_000);
    await fleet.start("mongod");
    await signMore(crowd, 200);
    await crowd.stop();
    await stage.expectAllCounted(campaign, crowd);
  },
  longEnough,
);

test(
  "MongoDB hanging: nobody is told that a signature is taken, and all goes on when it does",
  async () => {
    const campaign = await stage.openCampaign();
    const crowd = startCrowd(fleet.url, campaign.slug);
    await signMore(crowd, 50);
    fleet.signal("mongod", "SIGSTOP");
    // Answers that were on their way still arrive.
    await wait(500);
    const from = crowd.acknowledged().length;
    // The first to come while it hangs is answered too, and not told that nothing was stored.
    const first = await send(fleet.url, campaign.slug, "first-of-all");
    expect(crowd.acknowledged()).toHaveLength(from);
    expect([first.status, first.retryAfter]).toEqual([503, "5"]);
    expect(first.took).toBeLessThan(5_500);
    fleet.signal("mongod", "SIGCONT");
    await signMore(crowd, 100);
    await crowd.stop();
    await stage.expectAllCounted(campaign, crowd);
  },
  longEnough,
);

test(
  "MongoDB killed in mid-edit: the text comes back with the answer, and is stored when it is sent again",
  async () => {
    const { slug } = await stage.openCampaign();
    const { id } = await addTestAccount(stage.deps);
    const where = { from: "127.0.0.0/24", browser: "Firefox, Linux" };
    const token = await startSession(stage.deps, id, { method: "password", ...where });
    const editor = `/organiser/c/${slug}/petitions/page?in=en`;
    const headers = { cookie: `sheaf=${token}`, accept: "text/html", origin: fleet.url };
    const send = (body?: URLSearchParams) =>
      fetch(fleet.url + editor, {
        headers,
        redirect: "manual",
        signal: AbortSignal.timeout(minute),
        ...(body && { method: "POST", body }),
      });
    const page = await (await send()).text();
    const was = /name="was.page.first" value="([^"]+)"/.exec(page)?.[1] ?? "";
    await fleet.kill("mongod");
    const typed = { "text.page.first": "A whole morning's work", "was.page.first": was };
    const away = await send(new URLSearchParams(typed));
    expect([away.status, away.headers.get("retry-after")]).toEqual([503, "5"]);
    const back = await away.text();
    expect(back).toContain(`action="${editor}"`);
    const fields = [...back.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
    const again = new URLSearchParams(
      fields.map(([, name = "", value = ""]) => [name, value.replaceAll("&#39;", "'")]),
    );
    expect(Object.fromEntries(again)).toEqual(typed);
    await fleet.start("mongod");
    await waitFor("the text to be stored", async () => (await send(again)).status === 303, minute);
    expect(await (await send()).text()).toContain("A whole morning&#39;s work");
  },
  longEnough,
);

test(
  "everything killed at once, and started in another order, goes on where it was",
  async () => {
    const campaign = await stage.openCampaign();
    const crowd = startCrowd(fleet.url, campaign.slug);
    await signMore(crowd, 200);
    await Promise.all([
      fleet.kill("workers"),
      fleet.kill("redis"),
      fleet.kill("mongod"),
      fleet.kill("server"),
    ]);
    await crowd.stop();
    await fleet.start("redis");
    await fleet.start("mongod");
    await Promise.all([fleet.start("workers"), fleet.start("server")]);
    await stage.expectAllCounted(campaign, crowd);
    for (const name of ["server", "workers"] as const) {
      expect(fleet.outputOf(name)).not.toMatch(/"level":60|unhandled|@example\.org/i);
    }
  },
  longEnough,
);
