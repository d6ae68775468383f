import { Agent, createServer, request } from "node:http";
import { connect, createServer as createTcpServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findFreePort } from "#embedded/free-port.ts";
import { type Child, launch } from "#embedded/launch.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { waitFor } from "../support/wait-for.ts";
import { startCrowd } from "./crowd.ts";
import { signMore } from "./stage.ts";

const minute = 60_000;
const main = fileURLToPath(new URL("../../server/main.ts", import.meta.url));

let core: TestDeps;
beforeAll(async () => {
  core = await openTestDeps();
});
afterAll(() => core.close());

function startServer(port: number, settings: NodeJS.ProcessEnv = {}): Promise<Child> {
  const { MONGODB_URI, REDIS_URL, SMTP_URL, SHEAF_DATA, SHEAF_KEYS } = core.config;
  const env = {
    ...{ PATH: process.env.PATH, MONGODB_URI, REDIS_URL, SMTP_URL, SHEAF_DATA, SHEAF_KEYS, PORT: `${port}` },
    ...{ SHEAF_SIGN_LIMIT: "1000000", SHEAF_LOG_LEVEL: "warn", ...settings },
  };
  return launch({ name: `server ${port}`, command: process.execPath, args: [main], env, timeoutMs: 40_000 });
}

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(10_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * A proxy as others are: it asks each server whether it is ready, takes turns among those that are, and tries nothing
 * twice.
 */
async function startProxy(ports: readonly number[]) {
  const ready = new Set<number>();
  let going = true;
  const watch = async (port: number) => {
    while (going) {
      if (await isReady(port)) ready.add(port);
      else ready.delete(port);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const watching = ports.map(watch);
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  const server = createServer(async (incoming, outgoing) => {
    // On a busy machine both may be late with their answers: requests wait meanwhile.
    while (ready.size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const open = [...ready];
    turn += 1;
    const port = open[turn % open.length];
    const { method, url, headers } = incoming;
    const upstream = request({ agent, host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    upstream.once("error", () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  const port = await findFreePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    sees: (one: number) => ready.has(one),
    async stop() {
      going = false;
      await Promise.all(watching);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test(
  "two servers are restarted one after the other, with the usual draining, while people sign: no request is lost",
  async () => {
    const campaign = await loadTestCampaign(core.deps.database, { verification: "none" });
    const ports = [await findFreePort(), await findFreePort()];
    const servers = new Map(
      await Promise.all(ports.map(async (port) => [port, await startServer(port)] as const)),
    );
    const proxy = await startProxy(ports);
    await waitFor("both servers", () => ports.every((port) => proxy.sees(port)), minute);
    const crowd = startCrowd(proxy.url, campaign.slug);
    try {
      for (const port of ports) {
        await signMore(crowd, 50);
        const stopping = servers.get(port)?.stop();
        await waitFor("it to say that it is not ready", () => !proxy.sees(port), minute);
        await stopping;
        expect((await servers.get(port)?.ended)?.code).toBe(0);
        await signMore(crowd, 50);
        servers.set(port, await startServer(port));
        await waitFor("it to be back", () => proxy.sees(port), minute);
      }
      await crowd.stop();
      expect(crowd.answers.filter(({ status }) => status !== 202)).toEqual([]);
      const sheets = await core.deps.database.sheets.find({ campaign: campaign.ordinal }).toArray();
      const lines = sheets.reduce((sum, sheet) => sum + sheet.lines.length, 0);
      expect(lines).toBe(crowd.acknowledged().length);
    } finally {
      await crowd.stop();
      await proxy.stop();
      for (const server of servers.values()) await server.kill();
    }
  },
  4 * minute,
);

test(
  "a request that comes too late on an open connection is told to come again, in the form that problems have",
  async () => {
    const port = await findFreePort();
    const server = await startServer(port, { SHEAF_DRAIN_SECONDS: "1" });
    await waitFor("the server", () => isReady(port), minute);
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.write("GET /api/v1/campaigns HTTP/1.1\r\nHost: sheaf.test\r\n");
    const ended = server.stop();
    await waitFor("it not to listen any more", () =>
      fetch(`http://127.0.0.1:${port}/health/live`).then(
        () => false,
        () => true,
      ),
    );
    socket.write("\r\n");
    await waitFor("an answer", () => answer.includes('"stopping"'));
    expect(answer).toMatch(/^HTTP\/1.1 503 /);
    expect(answer).toMatch(/^retry-after: 1\r$/im);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(answer).toContain("application/problem+json");
    await ended;
  },
  2 * minute,
);

test(
  "a server whose port is taken says so and has ended within a second",
  async () => {
    const port = await findFreePort();
    const taken = createTcpServer();
    await new Promise<void>((resolve) => taken.listen(port, "127.0.0.1", resolve));
    let saidAt = 0;
    const log = {
      write() {
        saidAt = saidAt || performance.now();
      },
      close: () => undefined,
    };
    const env = {
      PATH: process.env.PATH,
      MONGODB_URI: core.config.MONGODB_URI,
      REDIS_URL: core.config.REDIS_URL,
    };
    const rest = { SMTP_URL: core.config.SMTP_URL, SHEAF_DATA: core.config.SHEAF_DATA, PORT: `${port}` };
    const child = await launch({
      name: "server",
      command: process.execPath,
      args: [main],
      env: { ...env, ...rest },
      log,
    });
    const { code, lastWords } = await child.ended;
    expect(performance.now() - saidAt).toBeLessThan(1_000);
    expect([code, lastWords]).toEqual([
      1,
      expect.stringContaining(`Port ${port} is taken: set PORT to a free one.`),
    ]);
    taken.close();
  },
  minute,
);
