import { readConfig } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";

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
  /** Whether the campaign with made-up signatures is loaded too. */
  isDemo: boolean;
  binaries: { mongod: string | undefined; redis: string | undefined };
};

const services = ["MONGODB_URI", "REDIS_URL", "SMTP_URL"] as const;

/**
 * Reads the settings of `npm start` from the environment and the words behind it.
 * @throws DomainError `configuration` for a setting that server and workers would refuse, or an unknown word.
 */
export function readSettings(env: NodeJS.ProcessEnv, words: readonly string[]): Settings {
  const isDemo = readWords(env, words);
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
    isDemo,
    external: {
      mongodb: env.MONGODB_URI || undefined,
      redis: env.REDIS_URL || undefined,
      smtp: env.SMTP_URL || undefined,
    },
    binaries: { mongod: env.SHEAF_MONGOD || undefined, redis: env.SHEAF_REDIS_SERVER || undefined },
  };
}

/** Whether `--demo` is asked for: made-up data must never get among somebody's own, nor its mails to anybody. */
function readWords(env: NodeJS.ProcessEnv, words: readonly string[]): boolean {
  const unknown = words.find((word) => word !== "--demo");
  if (unknown !== undefined) {
    throw new DomainError("configuration", `npm start knows no "${unknown}": only npm start -- --demo.`);
  }
  const isDemo = words.length > 0;
  const own = services.find((name) => env[name]);
  if (isDemo && own) {
    throw new DomainError(
      "configuration",
      `The demo runs on what it starts itself, so that nothing made up gets among your data: unset ${own}.`,
    );
  }
  return isDemo;
}
