import { resolve } from "node:path";
import { envSchema } from "env-schema";
import { type Static, Type } from "typebox";
import { DomainError } from "./errors.ts";
import { publicUrl } from "./public-url.ts";
import { dataFolder, keysPath } from "./sealing/keys-path.ts";

const text = (description: string, fallback?: string) =>
  Type.String({ description, ...(fallback === undefined ? {} : { default: fallback }) });

/** Every setting that Sheaf reads from the environment; a test keeps the table in the README equal to it. */
export const configSchema = Type.Object({
  MONGODB_URI: text("MongoDB, always a replica set: mongodb://host/sheaf?replicaSet=rs0"),
  REDIS_URL: text(
    "Redis or Valkey, with noeviction: redis://host:6379; a cluster: redis://host:6379,host:6379; " +
      "sentinels: redis+sentinel://host:26379,host:26379/name",
  ),
  SMTP_URL: text("Mail server: smtps://user:password@host:465"),
  PORT: Type.Integer({ description: "Port of the server", default: 3000, minimum: 0, maximum: 65535 }),
  HOST: text("Address the server listens on", "127.0.0.1"),
  WORKERS_PORT: Type.Integer({
    description: "Port of the workers' /metrics and /health; 0 takes any free one",
    default: 3001,
    minimum: 0,
    maximum: 65535,
  }),
  SHEAF_DATA: text("Folder for what has no place in a database: keys, embedded databases", dataFolder),
  SHEAF_KEYS: text("File with the keys; keys.json in SHEAF_DATA when empty", ""),
  SHEAF_PUBLIC_URL: text("Address people see, used in links; http://HOST:PORT when empty", ""),
  SHEAF_TRUST_PROXY: text("Addresses whose X-Forwarded-For is believed, separated by commas", ""),
  SHEAF_DRAIN_SECONDS: Type.Integer({
    description:
      "For how long a server that is stopped still answers everything, so that its proxy can notice",
    default: 5,
    minimum: 0,
    maximum: 300,
  }),
  SHEAF_SIGN_LIMIT: Type.Integer({
    description: "Signatures one address may send a minute; a subnet may send ten times as many",
    default: 60,
    minimum: 1,
  }),
  SHEAF_MAIL_FROM: text("Sender of all mails", "Sheaf <no-reply@localhost>"),
  SHEAF_BOUNCE_ADDRESS: text(
    "Return address of mails, b-*@bounces.example.org; * stands for what names the mail; SHEAF_MAIL_FROM when empty",
    "",
  ),
  SHEAF_BOUNCE_PORT: Type.Integer({
    description: "Port on which the workers take mail for that address by SMTP; 0: they don't",
    default: 0,
    minimum: 0,
    maximum: 65535,
  }),
  SHEAF_BOUNCE_IMAP_URL: text(
    "Mailbox with returned mail that the workers read every minute, imaps://user:password@host/INBOX; off when empty",
    "",
  ),
  SHEAF_MAILGUN_KEY: text("Signing key of Mailgun's webhook /api/v1/mail-events/mailgun; off when empty", ""),
  SHEAF_POSTMARK_LOGIN: text(
    "user:password of Postmark's webhook /api/v1/mail-events/postmark; off when empty",
    "",
  ),
  SHEAF_SES_TOPIC: text(
    "ARN of the SNS topic that tells /api/v1/mail-events/ses of bounces; off when empty",
    "",
  ),
  SHEAF_SES_CERTIFICATE: text(
    "File with Amazon's certificate for that topic; fetch: from Amazon's own address",
    "fetch",
  ),
  SHEAF_MAIL_CONNECTIONS: Type.Integer({
    description:
      "Connections to the mail server that each workers process opens for letters, and as many for updates",
    default: 10,
    minimum: 1,
    maximum: 100,
  }),
  SHEAF_MAIL_PER_DOMAIN: Type.Integer({
    description:
      "Mails that one receiving domain gets a minute, at most; updates leave a quarter to letters; 0: no limit",
    default: 3000,
    minimum: 0,
  }),
  SHEAF_WEEKLY_UPDATES: Type.Integer({
    description: "Updates of one campaign that a supporter gets within a week, at most",
    default: 3,
    minimum: 1,
  }),
  SHEAF_QUIET_HOURS: Type.String({
    description: "Hours of the night, in a supporter's country, in which no update is sent; empty: none",
    default: "22-8",
    pattern: "^([0-9]{1,2}-[0-9]{1,2})?$",
  }),
  SHEAF_DKIM_KEY: text("File with the private key that signs mails (DKIM); empty: the mail server signs", ""),
  SHEAF_DKIM_SELECTOR: text("Selector of that key in the DNS", "sheaf"),
  SHEAF_DKIM_DOMAIN: text("Domain that signs; the domain of SHEAF_MAIL_FROM when empty", ""),
  SHEAF_DNS_SERVER: text(
    "Name server that is asked what the world sees of our domain; those of the machine when empty",
    "",
  ),
  SHEAF_MAILBOX_URL: text("Where the embedded mailbox is read; set by npm start only", ""),
  SHEAF_LOG_LEVEL: text("How much is logged: fatal, error, warn, info, debug", "info"),
});

/** The settings, checked, with derived ones filled in. */
export type Config = Static<typeof configSchema>;

/**
 * Checks the environment once and returns the settings.
 * @throws DomainError `configuration` naming each setting that is missing or wrong.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const config = checkEnvironment(env);
  return {
    ...config,
    SHEAF_DATA: resolve(config.SHEAF_DATA),
    SHEAF_KEYS: keysPath(config),
    SHEAF_PUBLIC_URL: publicUrl(config),
  };
}

function checkEnvironment(env: NodeJS.ProcessEnv): Config {
  try {
    return envSchema<Config>({ schema: configSchema, data: env, env: false });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError(
      "configuration",
      `The settings are not usable: ${reason}. The README lists them all.`,
      {
        cause,
      },
    );
  }
}
