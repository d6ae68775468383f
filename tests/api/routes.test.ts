import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { FastifyInstance, RouteOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";

/** Routes of libraries, which take nothing that we store. */
const notOurs = /^\/(docs|web|staff\/queues)(\/|$)|^\/metrics$/;
const created = "fastify.initialization";

let site: TestApp;
const routes: RouteOptions[] = [];

function listen(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook("onRoute", (route) => void routes.push(route));
}

beforeAll(async () => {
  subscribe(created, listen);
  site = await openTestApp({ SHEAF_MAILBOX_URL: "http://127.0.0.1:9" });
  await site.app.ready();
  unsubscribe(created, listen);
});
afterAll(() => site.close());

const methodsOf = ({ method }: RouteOptions) => [method].flat();
const ours = () => routes.filter(({ url }) => !notOurs.test(url) && !url.startsWith("/mailbox"));
const nameOf = (route: RouteOptions) => `${methodsOf(route).join(" ")} ${route.url}`;

type Schema = Record<string, unknown>;

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}

/** A pattern of the whole text in which nothing may come any number of times. */
function isBounded(pattern: unknown): boolean {
  return typeof pattern === "string" && /^\^[^*+]*\$$/.test(pattern) && !/,\}/.test(pattern);
}

/** What in a schema lets in a text, a list or an object without a bound, as paths. */
function findUnbounded(schema: unknown, path: string): string[] {
  if (!isSchema(schema)) return [`${path} is no schema`];
  const within = (key: string) => {
    const parts = schema[key];
    if (Array.isArray(parts)) return parts.flatMap((part, index) => findUnbounded(part, `${path}/${index}`));
    if (!isSchema(parts)) return [];
    return Object.entries(parts).flatMap(([name, part]) => findUnbounded(part, `${path}.${name}`));
  };
  if ("const" in schema || "enum" in schema) return [];
  const parts = [...within("anyOf"), ...within("properties")];
  switch (schema.type) {
    case "string":
      return typeof schema.maxLength === "number" || isBounded(schema.pattern)
        ? parts
        : [...parts, `${path} has no maxLength`];
    case "array":
      return [
        ...parts,
        ...(typeof schema.maxItems === "number" ? [] : [`${path} has no maxItems`]),
        ...findUnbounded(schema.items, `${path}[]`),
      ];
    case "object":
    case "boolean":
    case "integer":
    case "null":
      return parts;
    default:
      return "anyOf" in schema ? parts : [...parts, `${path} has no type`];
  }
}

/** Objects of a schema that let unknown fields pass. */
function findOpen(schema: unknown, path: string): string[] {
  if (!isSchema(schema)) return [];
  const alternatives = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  return [
    ...(schema.type === "object" && schema.additionalProperties !== false ? [`${path} is open`] : []),
    ...alternatives.flatMap((part) => findOpen(part, path)),
    ...properties.flatMap(([name, part]) => findOpen(part, `${path}.${name}`)),
  ];
}

function problemsOf(route: RouteOptions): string[] {
  const { schema, url } = route;
  const problems: string[] = [];
  const writes = methodsOf(route).some((method) => !["GET", "HEAD", "OPTIONS"].includes(method));
  if (url.includes(":")) problems.push(...findUnbounded(schema?.params, "params"));
  if (writes) problems.push(...findUnbounded(schema?.body, "body"), ...findOpen(schema?.body, "body"));
  if (schema?.querystring) problems.push(...findUnbounded(schema.querystring, "query"));
  if (!url.startsWith("/api/")) return problems;
  if (schema?.querystring) problems.push(...findOpen(schema.querystring, "query"));
  const replies = isSchema(schema?.response) ? Object.keys(schema.response) : [];
  for (const needed of [/^2/, /^4/, /^5/]) {
    if (!replies.some((status) => needed.test(status))) problems.push(`no reply schema for ${needed}`);
  }
  return problems;
}

test("all routes are walked", () => {
  const names = ours().map(nameOf);
  expect(names.length).toBeGreaterThan(30);
  expect(names).toContain("POST /api/v1/campaigns/:campaign/signatures");
  expect(names.some((name) => name.startsWith("POST /:locale") && name.endsWith("/sign"))).toBe(true);
});

test("every route says what it takes, with bounds, and the API what it gives", () => {
  const wrong = ours().flatMap((route) => {
    const problems = problemsOf(route);
    return problems.length > 0 ? [`${nameOf(route)}: ${problems.join("; ")}`] : [];
  });
  expect(wrong).toEqual([]);
});

test("the guard itself sees a route without bounds", () => {
  const handler = async () => "";
  const route = { method: "POST", url: "/api/:x", handler } as const;
  expect(problemsOf(route)).toHaveLength(5);
  const schema = {
    params: { type: "object", properties: { x: { type: "string" } } },
    body: { type: "object", properties: { y: { type: "array", items: { type: "string" } } } },
    response: { 200: {} },
  };
  expect(problemsOf({ ...route, schema })).toEqual([
    "params.x has no maxLength",
    "body.y has no maxItems",
    "body.y[] has no maxLength",
    "body is open",
    "no reply schema for /^4/",
    "no reply schema for /^5/",
  ]);
});

const fill = (url: string) => url.replaceAll(/:\w+|\*/g, "x");

test("queue page and its parts are for the secretariat only", async () => {
  const staff = routes.filter(({ url }) => url.startsWith("/staff/queues"));
  expect(staff.length).toBeGreaterThan(5);
  const auditor = await signInAs(site, "auditor");
  for (const route of staff) {
    const url = fill(route.url);
    for (const method of ["GET", "PUT"] as const) {
      if (!methodsOf(route).includes(method)) continue;
      const stranger = await site.app.inject({ method, url });
      expect([url, stranger.statusCode]).toEqual([url, method === "GET" ? 303 : 401]);
      const seen = await site.app.inject({ method, url, headers: { cookie: auditor.cookie } });
      expect([url, seen.statusCode]).toEqual([url, 403]);
    }
  }
  const secretariat = await signInAs(site, "secretariat");
  expect((await secretariat.get("/staff/queues")).statusCode).toBe(200);
});

test("the queue page changes nothing, no matter who sends what", async () => {
  const secretariat = await signInAs(site, "secretariat");
  const mutating = routes.flatMap(({ url, method }) => {
    const changing = [method].flat().filter((one) => one !== "GET" && one !== "HEAD");
    return url.startsWith("/staff/queues") ? changing.map((one) => ({ url, method: one })) : [];
  });
  expect(mutating.length).toBeGreaterThan(10);
  for (const { url, method } of mutating) {
    const answer = await site.app.inject({
      method: method as "PUT",
      url: fill(url).replace("/queues/x", "/queues/mail"),
      headers: { cookie: secretariat.cookie, accept: "application/json" },
    });
    expect([url, answer.statusCode]).toEqual([url, 403]);
    expect(answer.body).toContain("for reading only");
  }
  expect(await site.deps.jobs.queues.mail.isPaused()).toBe(false);
  const shown = (await secretariat.get("/staff/queues/api/queues")).json();
  expect(shown.queues.map(({ readOnlyMode }: { readOnlyMode: boolean }) => readOnlyMode)).not.toContain(
    false,
  );
});
