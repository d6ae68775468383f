import { setTimeout as wait } from "node:timers/promises";
import { checkPort } from "./check-port.ts";
import type { DemoLogins } from "./demo/demo-accounts.ts";
import { createMissingKeys, loadCatalogue } from "./fill-database.ts";
import { fillDemo } from "./fill-demo.ts";
import { type FirstLogin, makeFirstAccount } from "./first-account.ts";
import { keepProcesses, type Listener } from "./keep-processes.ts";
import { addressesOf, keepPrograms, programEnvironment } from "./keep-programs.ts";
import { fullDisk, prepareFolder } from "./prepare-folder.ts";
import { endLeftovers, removeRunning, writeRunning } from "./running-file.ts";
import type { Settings } from "./settings.ts";
import { messageOf, StartError } from "./start-error.ts";
import { type Services, startServices } from "./start-services.ts";
import { isDiskFull } from "./supervise.ts";
import { watchSpace } from "./watch-space.ts";

/** What a person needs in order to use the system. */
export type Addresses = {
  site: string;
  firstLogin: FirstLogin | undefined;
  demoLogins: DemoLogins | undefined;
  hasMailbox: boolean;
};

/** Sheaf with its services, starting or running. */
export type Sheaf = {
  /** Resolves when the site answers; rejects with the obstacle. */
  ready: Promise<Addresses>;
  /** Ends everything in order: server and workers, mailbox, Redis, MongoDB. */
  stop(): Promise<void>;
};

/** Callbacks for progress. */
export type Audience = Pick<Listener, "onNews" | "onGiveUp">;

/**
 * Starts everything on the settings' folder and keeps it running.
 * @throws StartError before anything is started, when the folder can't be used.
 */
export function startSheaf(settings: Settings, env: NodeJS.ProcessEnv, audience: Audience): Sheaf {
  const { folder } = settings;
  const lock = prepareFolder(folder);
  const stopWatching = watchSpace(folder, audience.onNews);
  let services: Services | undefined;
  let addresses: Record<string, string> = {};
  const remember: Listener["onChange"] = (pids) => writeRunning(folder, addresses, pids);
  const processes = keepProcesses(folder, {
    onChange: remember,
    onNews: audience.onNews,
    onGiveUp: (reason) => audience.onGiveUp(explain(folder, reason)),
  });

  const start = async (): Promise<Addresses> => {
    const ended = await endLeftovers(folder);
    if (ended > 0) audience.onNews(`Ended ${ended} processes that an earlier start had left behind.`);
    const port = await checkPort(settings.port, settings.host);
    services = await startServices(settings, processes);
    addresses = addressesOf({ ...settings, port }, services);
    remember(processes.pids());
    const programEnv = programEnvironment(env, addresses);
    const log = processes.log("commands");
    await createMissingKeys(settings.keys, programEnv, log);
    const [firstLogin] = await Promise.all([
      settings.isDemo ? undefined : makeFirstAccount(programEnv),
      loadCatalogue(programEnv, log).catch((error) => audience.onNews(messageOf(error))),
    ]);
    const demoLogins = settings.isDemo ? await fillDemo(settings, programEnv, log) : undefined;
    await keepPrograms(programEnv, settings, processes);
    const site = siteAddress(settings.host, port);
    await untilReady(site, processes.isStopping, audience);
    return { site, firstLogin, demoLogins, hasMailbox: services.mailbox !== undefined };
  };

  return {
    ready: start().catch((error) => {
      throw explain(folder, error);
    }),
    async stop() {
      await processes.stop("server", "workers", "updates");
      await services?.mailbox?.close();
      await processes.stop("Redis");
      await processes.stop("MongoDB");
      processes.closeLogs();
      stopWatching();
      removeRunning(folder);
      lock.release();
    },
  };
}

function explain(folder: string, error: unknown): unknown {
  const message = messageOf(error);
  return isDiskFull(message) ? new StartError(`${fullDisk(folder)}\n  ${message}`) : error;
}

function siteAddress(host: string, port: number): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const reachable = everywhere ? "127.0.0.1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}

async function untilReady(site: string, isStopping: () => boolean, audience: Audience): Promise<void> {
  const sayAt = Date.now() + 30_000;
  let said = false;
  for (;;) {
    if (isStopping()) throw new StartError("Stopped before it was ready.");
    const answer = await fetch(`${site}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    if (!said && Date.now() > sayAt) {
      said = true;
      audience.onNews("The server is not ready after 30 s; logs/server.log may tell why. Still waiting.");
    }
    await wait(100);
  }
}
