import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { FastifyInstance, RouteOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Role, roles } from "#campaigns/access/account.ts";
import { isAllowed, isPolicy, type PolicyName, policies } from "#server/organiser/policies.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { knownParams, type OwnedThings, ownedThings } from "../support/owned-things.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

type Route = { method: "GET" | "POST"; url: string; policy: PolicyName };

const created = "fastify.initialization";
const routes: Route[] = [];

function listen(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook("onRoute", (route: RouteOptions) => {
    const policy = route.config?.policy;
    // The pages of the queues are a library's, and are walked with it.
    if (!isPolicy(policy) || route.url.startsWith("/staff/queues")) return;
    for (const method of [route.method].flat().map(String)) {
      if (method === "GET" || method === "POST") routes.push({ method, url: route.url, policy });
      else expect(method).toBe("HEAD");
    }
  });
}

let site: TestApp;
let mine: OwnedThings;
let others: OwnedThings;

beforeAll(async () => {
  subscribe(created, listen);
  site = await openTestApp();
  unsubscribe(created, listen);
  await loadTestCampaign(site.deps.database);
  mine = await ownedThings(site, "ecpat-usa");
  others = await ownedThings(site, "ecpat-philippines");
});
afterAll(() => site.close());

const fill = (url: string, things: OwnedThings) =>
  url.replaceAll(/:(\w+)/g, (_, name: string) => things.params[name] ?? "unknown");

/** Asks as somebody would and reads the answer; of a stream of events, which never ends, its beginning. */
async function send(client: ConsoleClient, { method, url }: Route, things: OwnedThings) {
  const form = { origin: site.deps.publicUrl, "content-type": "application/x-www-form-urlencoded" };
  const answer = await site.app.inject({
    method,
    url: fill(url, things),
    headers: { cookie: client.cookie, accept: "text/html", ...(method === "POST" && form) },
    payloadAsStream: true,
  });
  const isStream = String(answer.headers["content-type"]).startsWith("text/event-stream");
  let body = "";
  for await (const chunk of answer.stream()) {
    body += String(chunk);
    if (isStream) break;
  }
  return { statusCode: answer.statusCode, body };
}

/** Opening pages changes nothing, so one session opens all; a form meets one of its own: signing out is among them. */
function clientsFor(role: Role, organisation?: string): (route: Route) => Promise<ConsoleClient> {
  const signIn = () => signInAs(site, role, organisation);
  let reader: Promise<ConsoleClient> | undefined;
  return ({ method }) => {
    if (method === "POST") return signIn();
    reader ??= signIn();
    return reader;
  };
}

const inside = () => routes.filter(({ policy }) => policies[policy].roles !== "anybody");

test("the routes of the console are walked, and each of their parameters is known", () => {
  expect(inside().length).toBeGreaterThan(15);
  const names = inside().flatMap(({ url }) => [...url.matchAll(/:(\w+)/g)].map(([, name = ""]) => name));
  expect(names.filter((name) => !knownParams.includes(name))).toEqual([]);
});

test("nobody reaches any of them without signing in", async () => {
  for (const { method, url } of inside()) {
    const answer = await site.app.inject({ method, url: fill(url, mine), headers: { accept: "text/html" } });
    expect([method, url, answer.statusCode]).toEqual([method, url, method === "GET" ? 303 : 401]);
    for (const secret of Object.values(mine.secrets)) expect(answer.body).not.toContain(secret);
  }
});

test("a form that another site sends is refused on every route, no matter who is signed in", async () => {
  const client = await signInAs(site, "secretariat");
  for (const route of routes.filter(({ method }) => method === "POST")) {
    const url = fill(route.url, mine);
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "", "sec-fetch-site": "cross-site" },
    ]) {
      expect([url, (await client.post(url, {}, headers)).statusCode]).toEqual([url, 403]);
    }
  }
});

test.each(roles)(
  "role %s is refused what its policy does not allow, and nothing else for its role",
  async (role) => {
    const clients = clientsFor(role, role === "secretariat" ? undefined : "ecpat-usa");
    for (const route of inside()) {
      const answer = await send(await clients(route), route, mine);
      const isRefused = answer.body.includes("Your role doesn’t allow this");
      expect([route.method, route.url, isRefused]).toEqual([
        route.method,
        route.url,
        !isAllowed({ role }, route.policy),
      ]);
      expect([route.url, answer.statusCode < 500]).toEqual([route.url, true]);
    }
  },
);

const inOrganisations = roles.filter((role): role is Exclude<Role, "secretariat"> => role !== "secretariat");

test.each(inOrganisations)("role %s gets nothing of another organisation by any id", async (role) => {
  const before = await others.state();
  const clients = clientsFor(role, "ecpat-usa");
  for (const route of inside()) {
    const answer = await send(await clients(route), route, others);
    for (const [what, secret] of Object.entries(others.secrets)) {
      expect([route.url, what, answer.body.includes(secret)]).toEqual([route.url, what, false]);
    }
    if (
      /:(account|bundle|update|organisation|petition)/.test(route.url) &&
      isAllowed({ role }, route.policy)
    ) {
      expect([route.url, isNothing(answer.statusCode)]).toEqual([route.url, true]);
    }
  }
  expect(await others.state()).toBe(before);
});

/** Looks as if there were nothing, or was refused before anybody looked. */
function isNothing(status: number): boolean {
  return [303, 400, 403, 404].includes(status);
}
