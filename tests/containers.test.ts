import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { configSchema } from "#campaigns/platform/config.ts";
import { queueNames } from "#campaigns/platform/jobs/queues.ts";
import { updatesNodeArgs } from "#embedded/keep-programs.ts";

type Container = {
  image: string;
  ports?: string[];
  environment?: Record<string, unknown>;
  healthcheck?: { test?: string[]; disable?: boolean };
  command?: unknown;
  cpu_shares?: number;
  depends_on?: Record<string, { condition: string }>;
};

const compose: { services: Record<string, Container> } = parse(
  readFileSync(new URL("../docker-compose.yml", import.meta.url), "utf8"),
  { merge: true },
);
const containers = Object.entries(compose.services);
const dockerfile = readFileSync(new URL("../Dockerfile", import.meta.url), "utf8");

test("the containers get settings that Sheaf knows", () => {
  for (const name of ["prepare", "server", "workers", "updates"]) {
    const environment = compose.services[name]?.environment ?? {};
    expect(Object.keys(configSchema.properties)).toEqual(expect.arrayContaining(Object.keys(environment)));
  }
});

test("each queue is worked on by one kind of container, and sending updates gives way to the others", () => {
  const queuesOf = ({ command }: Container) =>
    Array.isArray(command) && command.includes("workers/main.ts")
      ? command.slice(command.indexOf("workers/main.ts") + 1)
      : [];
  const all = containers.flatMap(([, container]) => queuesOf(container));
  expect(all.toSorted()).toEqual(queueNames.toSorted());
  expect(containers.filter(([, { cpu_shares = 1024 }]) => cpu_shares < 1024)).toEqual([
    [
      "updates",
      expect.objectContaining({ command: ["node", ...updatesNodeArgs, "workers/main.ts", "updates"] }),
    ],
  ]);
});

test("ports are open on the loopback address only", () => {
  const ports = containers.flatMap(([, { ports = [] }]) => ports);
  expect(ports).not.toHaveLength(0);
  expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
});

test("images that are not ours are pinned to a version", () => {
  const foreign = containers.map(([, { image }]) => image).filter((image) => image !== "sheaf");
  expect(foreign.filter((image) => !/:v?\d+\.\d+/.test(image))).toEqual([]);
});

test("each container waits until what it needs is healthy or done, and every one of those can tell", () => {
  for (const [, { depends_on = {} }] of containers) {
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      const container = compose.services[needed];
      const expected = container?.healthcheck?.disable ? "service_completed_successfully" : "service_healthy";
      expect([needed, condition]).toEqual([needed, expected]);
      expect(container?.healthcheck).toBeDefined();
    }
  }
});

test("the image runs the server as a user without rights, and asks it whether it is ready", () => {
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK [\s\S]*\/health\/ready/m);
  expect(dockerfile).toMatch(/^CMD \["node", "server\/main.ts"\]$/m);
});
