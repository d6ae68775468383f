import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { configSchema } from "#campaigns/platform/config.ts";
import { queueNames } from "#campaigns/platform/jobs/queues.ts";
import { updatesNodeArgs, usualNodeArgs } from "#embedded/keep-programs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

type Container = {
  image: string;
  ports?: string[];
  environment?: Record<string, unknown>;
  healthcheck?: { test?: string[]; disable?: boolean };
  command?: unknown;
  entrypoint?: string[];
  cpu_shares?: number;
  depends_on?: Record<string, { condition: string }>;
};

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");

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

test("server and workers run with the memory options of npm start", () => {
  for (const name of ["server", "workers"])
    expect(compose.services[name]?.command).toEqual(expect.arrayContaining([...usualNodeArgs]));
});

test("ports are open on the loopback address only", () => {
  const ports = containers.flatMap(([, { ports = [] }]) => ports);
  expect(ports).not.toHaveLength(0);
  expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([]);
});

test("images that are not ours are pinned to a version", () => {
  const foreign = containers.map(([, { image }]) => image).filter((image) => image !== "sheaf");
  const node = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image = ""]) => image);
  expect(node).toHaveLength(2);
  expect([...foreign, ...node].filter((image) => !/:v?\d+\.\d+\.\d+/.test(image))).toEqual([]);
});

test("the image has the Node that is installed where there is none", () => {
  const [, version] = /VERSION = "([\d.]+)"/.exec(read("scripts/setup/node-24.mjs")) ?? [];
  expect(dockerfile).toContain(`FROM node:${version}-`);
});

test("MongoDB and Redis ask for passwords, which have no default and are made by one command", () => {
  const text = read("docker-compose.yml");
  const needed = [...new Set([...text.matchAll(/\$\{(SHEAF_\w+):\?/g)].map(([, name = ""]) => name))];
  const made = () =>
    execFileSync("sh", ["scripts/make-compose-secrets.sh"], { cwd: root, encoding: "utf8" })
      .trim()
      .split("\n")
      .map((line) => line.split("="));
  const secrets = made();
  expect(secrets.map(([name]) => name).toSorted()).toEqual(needed.toSorted());
  const values = [...secrets, ...made()].map(([, value = ""]) => value);
  expect([new Set(values).size, values.every((value) => /^[0-9a-f]{64}$/.test(value))]).toEqual([6, true]);
  // None of them can be left out, or stand in the file itself.
  for (const name of needed) expect(text).not.toMatch(new RegExp(`\\$\\{?${name}(?!:\\?|\\w)`));
  expect(compose.services.mongo?.entrypoint?.join("\n")).toContain("--keyFile");
  expect(compose.services.redis?.entrypoint?.join("\n")).toContain("requirepass");
  for (const name of ["MONGODB_URI", "REDIS_URL"])
    expect(String(compose.services.server?.environment?.[name])).toMatch(
      /:\$\{SHEAF_\w+_PASSWORD:\?[^}]*\}@/,
    );
});

test("one command finds every image that is not ours, to pin it by digest", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "scripts"));
  for (const file of ["docker-compose.yml", "Dockerfile", "scripts/pin-images.sh"])
    copyFileSync(join(root, file), join(folder, file));
  const digest = `sha256:${"a1".repeat(32)}`;
  writeFileSync(join(folder, "docker"), `#!/bin/sh\necho ${digest}\n`, { mode: 0o755 });
  const pin = () =>
    execFileSync("sh", ["scripts/pin-images.sh"], {
      cwd: folder,
      env: { PATH: `${folder}:${process.env.PATH}` },
    });
  pin();
  pin();
  const pinned = ["docker-compose.yml", "Dockerfile"]
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
  const images = [...pinned.matchAll(/^(?:FROM| *image:) +(\S+)/gm)].map(([, image]) => image);
  expect(images).toHaveLength(6);
  expect(images.filter((image) => image !== "sheaf" && !image?.endsWith(`@${digest}`))).toEqual([]);
  expect(pinned.split("@sha256:")).toHaveLength(6);
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
