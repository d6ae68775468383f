import { domainToASCII } from "node:url";
import addressparser from "nodemailer/lib/addressparser";
import type { Config } from "../platform/config.ts";
import { DomainError } from "../platform/errors.ts";
import type { RedisClient } from "../platform/open-redis.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { createDkimSigner, type DkimSigner, readDkimKey } from "./dkim.ts";
import { createDomainLimits, type DomainLimits, type MailKind } from "./domain-limits.ts";
import { openSmtpPool, type SmtpPool } from "./smtp-pool.ts";
import { type BouncePattern, readBouncePattern } from "./verp.ts";

/** What mails of one kind are sent with, once a process. */
export type MailTransport = {
  pool: SmtpPool;
  limits: DomainLimits;
  signer: DkimSigner | undefined;
  /** Sender, as SHEAF_MAIL_FROM has it, its address and its domain. */
  from: { header: string; address: string; domain: string };
  bounces: BouncePattern | undefined;
  close(): void;
};

/** The settings that say how mails are sent. */
export type TransportSettings = Pick<
  Config,
  | "SMTP_URL"
  | "SHEAF_MAIL_FROM"
  | "SHEAF_BOUNCE_ADDRESS"
  | "SHEAF_MAIL_CONNECTIONS"
  | "SHEAF_MAIL_PER_DOMAIN"
  | "SHEAF_DKIM_KEY"
  | "SHEAF_DKIM_SELECTOR"
  | "SHEAF_DKIM_DOMAIN"
>;

/** Opens what mails are sent with; nothing is connected before the first mail. @throws DomainError `configuration`. */
export function openTransport(
  settings: TransportSettings,
  redis: RedisClient,
  keys: Keys,
  kind: MailKind,
): MailTransport {
  const header = settings.SHEAF_MAIL_FROM;
  const address = addressparser(header, { flatten: true })[0]?.address ?? "";
  const domain = domainToASCII(address.slice(address.lastIndexOf("@") + 1));
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
    limits: createDomainLimits(redis, keys, settings.SHEAF_MAIL_PER_DOMAIN, kind),
    signer: key && createDkimSigner(key),
    from: { header, address, domain },
    bounces: settings.SHEAF_BOUNCE_ADDRESS ? readBouncePattern(settings.SHEAF_BOUNCE_ADDRESS) : undefined,
    close: () => pool.close(),
  };
}
