import { createPublicKey } from "node:crypto";
import type { Config } from "../../platform/config.ts";
import { DomainError } from "../../platform/errors.ts";
import { readDkimKey } from "../dkim.ts";
import { readBouncePattern } from "../verp.ts";

/** How mails are sent, as far as it matters to the DNS. */
export type MailPlan = {
  /** Domain of the sender that people see. */
  domain: string;
  /** Domain of the return addresses: receivers check its SPF, and send bounces there. */
  returnDomain: string;
  /** Whether we receive returned mail, ourselves or through a mailbox. */
  takesReturns: boolean;
  /** Host that relays our mails; undefined when it is this machine. */
  relay: string | undefined;
  /** Undefined when the mail server signs, with a key unknown to us. */
  dkim: { domain: string; selector: string; type: "rsa" | "ed25519"; publicKey: string } | undefined;
};

type Settings = Pick<
  Config,
  | "SMTP_URL"
  | "SHEAF_MAIL_FROM"
  | "SHEAF_BOUNCE_ADDRESS"
  | "SHEAF_DKIM_KEY"
  | "SHEAF_DKIM_DOMAIN"
  | "SHEAF_DKIM_SELECTOR"
>;

/**
 * Determines from the settings how mails are sent; `asked` replaces the sender's domain if given.
 * @throws DomainError `configuration` when the sender, the return address or the key can't be read.
 */
export function planMail(settings: Settings, asked?: string): MailPlan {
  const domain = asked ?? /@([^@\s<>]+?)>?\s*$/.exec(settings.SHEAF_MAIL_FROM)?.[1] ?? "";
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(domain)) {
    throw new DomainError(
      "configuration",
      "No domain to check: name one, or set SHEAF_MAIL_FROM to an address of a domain of yours.",
    );
  }
  const pattern = settings.SHEAF_BOUNCE_ADDRESS
    ? readBouncePattern(settings.SHEAF_BOUNCE_ADDRESS)
    : undefined;
  const relay = URL.parse(settings.SMTP_URL)?.hostname ?? "";
  return {
    domain: domain.toLowerCase(),
    returnDomain: pattern ? pattern.after.slice(pattern.after.indexOf("@") + 1) : domain.toLowerCase(),
    takesReturns: pattern !== undefined,
    relay: ["", "localhost", "127.0.0.1", "[::1]"].includes(relay) ? undefined : relay,
    dkim: readDkim(settings, domain.toLowerCase()),
  };
}

function readDkim(settings: Settings, domain: string): MailPlan["dkim"] {
  const signing = readDkimKey({
    path: settings.SHEAF_DKIM_KEY,
    domain: settings.SHEAF_DKIM_DOMAIN || domain,
    selector: settings.SHEAF_DKIM_SELECTOR,
  });
  if (!signing) return undefined;
  const spki = createPublicKey(signing.key).export({ type: "spki", format: "der" });
  const isRsa = signing.key.asymmetricKeyType === "rsa";
  // RFC 8463 wants only the 32 bytes of an Ed25519 key, which are at the end.
  const publicKey = (isRsa ? spki : spki.subarray(-32)).toString("base64");
  return { domain: signing.domain, selector: signing.selector, type: isRsa ? "rsa" : "ed25519", publicKey };
}
