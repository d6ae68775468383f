import addressparser from "nodemailer/lib/addressparser";
import { createDkimSigner, type DkimSigner, readDkimKey } from "../../mail/dkim.ts";
import { createDomainLimits, type DomainLimits } from "../../mail/domain-limits.ts";
import { openSmtpPool, type SmtpPool } from "../../mail/smtp-pool.ts";
import { type BouncePattern, readBouncePattern } from "../../mail/verp.ts";
import type { Config } from "../../platform/config.ts";
import { DomainError } from "../../platform/errors.ts";
import type { RedisClient } from "../../platform/open-redis.ts";
import type { Keys } from "../../platform/sealing/keys.ts";
import type { Template } from "../composing/fill-update.ts";
import { type QuietHours, readQuietHours } from "./quiet-hours.ts";

/** What updates are sent with; one per process. */
export type UpdateSender = {
  pool: SmtpPool;
  limits: DomainLimits;
  signer: DkimSigner | undefined;
  /** Sender, as in SHEAF_MAIL_FROM, with its address and its domain. */
  from: { header: string; address: string; domain: string };
  bounces: BouncePattern | undefined;
  /** Updates of a campaign that a supporter gets within a week. */
  weeklyMost: number;
  quiet: QuietHours;
  /** Composed texts by update and language. */
  templates: Map<string, Promise<Template>>;
  close(): void;
};

type Settings = Pick<
  Config,
  | "SMTP_URL"
  | "SHEAF_MAIL_FROM"
  | "SHEAF_BOUNCE_ADDRESS"
  | "SHEAF_MAIL_CONNECTIONS"
  | "SHEAF_MAIL_PER_DOMAIN"
  | "SHEAF_WEEKLY_UPDATES"
  | "SHEAF_QUIET_HOURS"
  | "SHEAF_DKIM_KEY"
  | "SHEAF_DKIM_SELECTOR"
  | "SHEAF_DKIM_DOMAIN"
>;

/** Opens what updates are sent with; nothing connects before the first mail. @throws DomainError `configuration`. */
export function openUpdateSender(settings: Settings, redis: RedisClient, keys: Keys): UpdateSender {
  const header = settings.SHEAF_MAIL_FROM;
  const address = addressparser(header, { flatten: true })[0]?.address ?? "";
  const domain = address.slice(address.lastIndexOf("@") + 1);
  if (domain === "")
    throw new DomainError("configuration", 'SHEAF_MAIL_FROM must look like "Name <name@domain>".');
  const key = readDkimKey({
    path: settings.SHEAF_DKIM_KEY,
    domain: settings.SHEAF_DKIM_DOMAIN || domain,
    selector: settings.SHEAF_DKIM_SELECTOR,
  });
  const pool = openSmtpPool(settings.SMTP_URL, settings.SHEAF_MAIL_CONNECTIONS);
  return {
    pool,
    limits: createDomainLimits(redis, keys, settings.SHEAF_MAIL_PER_DOMAIN),
    signer: key && createDkimSigner(key),
    from: { header, address, domain },
    bounces: settings.SHEAF_BOUNCE_ADDRESS ? readBouncePattern(settings.SHEAF_BOUNCE_ADDRESS) : undefined,
    weeklyMost: settings.SHEAF_WEEKLY_UPDATES,
    quiet: readQuietHours(settings.SHEAF_QUIET_HOURS),
    templates: new Map(),
    close: () => pool.close(),
  };
}
