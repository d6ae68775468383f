import { join } from "node:path";
import { checkMongodb, checkRedis, checkSmtp } from "./check-services.ts";
import { keepPort } from "./keep-port.ts";
import type { Log } from "./log-file.ts";
import { type Mailbox, openMailbox } from "./mailbox/open-mailbox.ts";
import type { Settings } from "./settings.ts";
import { type Service, type ServiceOptions, startMongod } from "./start-mongod.ts";
import { startRedis } from "./start-redis.ts";
import type { Supervised, Supervision } from "./supervise.ts";

/** How to reach the services, and which of them run here. */
export type Services = {
  mongodbUri: string;
  redisUrl: string;
  smtpUrl: string;
  mailbox: Mailbox | undefined;
};

/** What keeps programs running and logs them. */
export type Keeper = {
  supervise(supervision: Pick<Supervision, "name" | "start">): Supervised;
  log(name: string): Log;
};

/**
 * Starts MongoDB, Redis and the mailbox, except those for which the settings name an external one; those must
 * answer.
 * @throws StartError for one that does not start or does not answer.
 */
export async function startServices(settings: Settings, keeper: Keeper): Promise<Services> {
  const { external } = settings;
  const [mongodbUri, redisUrl, mail] = await Promise.all([
    external.mongodb ? checked(external.mongodb, checkMongodb) : keepMongod(settings, keeper),
    external.redis ? checked(external.redis, checkRedis) : keepRedis(settings, keeper),
    external.smtp ? checked(external.smtp, checkSmtp) : openMailbox(join(settings.folder, "mailbox")),
  ]);
  const mailbox = typeof mail === "string" ? undefined : mail;
  return { mongodbUri, redisUrl, smtpUrl: typeof mail === "string" ? mail : mail.smtpUrl, mailbox };
}

async function checked(uri: string, check: (uri: string) => Promise<void>): Promise<string> {
  await check(uri);
  return uri;
}

function keepMongod({ folder, binaries }: Settings, keeper: Keeper): Promise<string> {
  const start = (options: ServiceOptions) => startMongod({ ...options, binary: binaries.mongod });
  return keepService("MongoDB", join(folder, "mongod"), start, keeper);
}

function keepRedis({ folder, binaries }: Settings, keeper: Keeper): Promise<string> {
  const start = (options: ServiceOptions) => startRedis({ ...options, binary: binaries.redis });
  return keepService("Redis", join(folder, "redis"), start, keeper);
}

async function keepService(
  name: string,
  folder: string,
  start: (options: ServiceOptions) => Promise<Service>,
  keeper: Keeper,
): Promise<string> {
  const port = await keepPort(folder);
  const log = keeper.log(name.toLowerCase());
  let uri = "";
  const supervised = keeper.supervise({
    name,
    async start(onLaunch) {
      const service = await start({ folder, port, log, onLaunch });
      uri = service.uri;
      return service;
    },
  });
  await supervised.started;
  return uri;
}
