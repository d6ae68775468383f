import { domainToASCII } from "node:url";

/** How a mail provider interprets the part before the @: which other spellings reach the same mailbox. */
type ProviderRule = {
  /** The domain that represents all of the provider's. */
  domain: string;
  /** Characters that the provider ignores. */
  ignored?: RegExp;
  /** What starts an extension that the provider ignores. */
  extension: string;
};

const gmail: ProviderRule = { domain: "gmail.com", ignored: /\./g, extension: "+" };
const proton: ProviderRule = { domain: "proton.me", ignored: /[._-]/g, extension: "+" };
const icloud: ProviderRule = { domain: "icloud.com", extension: "+" };
const fastmail: ProviderRule = { domain: "fastmail.com", extension: "+" };

/**
 * Spellings of one mailbox, by provider, as each documents it. A provider's domains are merged only if they are
 * aliases of the same mailbox; outlook.com and hotmail.com, for instance, are different mailboxes.
 */
const providers: Readonly<Record<string, ProviderRule>> = {
  "gmail.com": gmail,
  "googlemail.com": gmail,
  "proton.me": proton,
  "protonmail.com": proton,
  "pm.me": proton,
  "icloud.com": icloud,
  "me.com": icloud,
  "mac.com": icloud,
  "fastmail.com": fastmail,
  "fastmail.fm": fastmail,
  "yahoo.com": { domain: "yahoo.com", extension: "-" },
  "ya.ru": { domain: "yandex.ru", extension: "+" },
  "yandex.ru": { domain: "yandex.ru", extension: "+" },
  "yandex.com": { domain: "yandex.ru", extension: "+" },
};

const plainDomain = /^[a-z0-9.-]+$/;

/** Most providers deliver name+anything to name; where one does not, two spellings of one person become one. */
const usual = (domain: string): ProviderRule => ({ domain, extension: "+" });

/** The domain of an address in ASCII and lower case; empty when that is impossible. */
export function asciiDomain(address: string): string {
  const typed = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  // Nearly all domains are already ASCII, and the conversion costs as much as the rest.
  return plainDomain.test(typed) ? typed : domainToASCII(typed);
}

/**
 * Returns the one spelling that represents a mailbox: lower case, domain in ASCII, the provider's ignored characters
 * and extension removed. `address` must have passed the address rule.
 */
export function canonicalEmail(address: string): string {
  const domain = asciiDomain(address);
  const rule = Object.hasOwn(providers, domain) ? (providers[domain] ?? usual(domain)) : usual(domain);
  const local = address.slice(0, address.lastIndexOf("@")).normalize("NFKC").toLowerCase();
  const cut = local.indexOf(rule.extension, 1);
  const base = cut === -1 ? local : local.slice(0, cut);
  const kept = rule.ignored ? base.replaceAll(rule.ignored, "") : base;
  return `${kept || base}@${rule.domain}`;
}
