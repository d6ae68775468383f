import { readConfig } from "#campaigns/platform/config.ts";

/** The settings of `npm start`: those of server and workers, and the services it need not start itself. */
export type Settings = {
  /** Folder with everything that persists, absolute. */
  folder: string;
  keys: string;
  host: string;
  port: number;
  /** Undefined unless the user chose one: any free port will do. */
  workersPort: number | undefined;
  external: { mongodb: string | undefined; redis: string | undefined; smtp: string | undefined };
  binaries: { mongod: string | undefined; redis: string | undefined };
};

/**
 * Reads the settings of `npm start` from the environment.
 * @throws DomainError `configuration` for a setting that server and workers would refuse.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const embedded = "embedded";
  const config = readConfig({
    ...env,
    MONGODB_URI: env.MONGODB_URI || embedded,
    REDIS_URL: env.REDIS_URL || embedded,
    SMTP_URL: env.SMTP_URL || embedded,
  });
  return {
    folder: config.SHEAF_DATA,
    keys: config.SHEAF_KEYS,
    host: config.HOST,
    port: config.PORT,
    workersPort: env.WORKERS_PORT ? config.WORKERS_PORT : undefined,
    external: {
      mongodb: env.MONGODB_URI || undefined,
      redis: env.REDIS_URL || undefined,
      smtp: env.SMTP_URL || undefined,
    },
    binaries: { mongod: env.SHEAF_MONGOD || undefined, redis: env.SHEAF_REDIS_SERVER || undefined },
  };
}
