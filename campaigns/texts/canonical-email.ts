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

const yandex: ProviderRule = { domain: "yandex.ru", extension: "+" };

/**
 * A mailbox at Yandex has the same name at all its domains (yandex.com/support/domain/additional/mailbox-alias.xml);
 * these are the zones that its support names (github.com/bitwarden/server/pull/876). That dots and hyphens are one is
 * not documented there.
 */
const yandexZones = "az by co.il com com.am com.ge com.tr ee fi fr kg kz lt lv md pl ru tj tm ua uz".split(
  " ",
);

/**
 * All of Yahoo's domains cut at a hyphen, and stay different mailboxes (dev.maxmind.com/minfraud, on normalizing
 * addresses).
 */
const yahoo = /^yahoo\.(?:com|(?:com?\.)?[a-z]{2})$/;

/** Mail to anything@name.fastmail.com goes to name@fastmail.com (the same source). */
const fastmailSubdomain = /^([a-z0-9_]+)\.(fastmail\.(?:com|fm))$/;

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
  "ya.ru": yandex,
  ...Object.fromEntries(yandexZones.map((zone) => [`yandex.${zone}`, yandex])),
};

const plainDomain = /^[a-z0-9.-]+$/;

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
  const typed = asciiDomain(address);
  const [, name, above = ""] = fastmailSubdomain.exec(typed) ?? [];
  const rule = ruleOf(name ? above : typed);
  const local = name ?? address.slice(0, address.lastIndexOf("@")).normalize("NFKC").toLowerCase();
  const cut = local.indexOf(rule.extension, 1);
  const base = cut === -1 ? local : local.slice(0, cut);
  const kept = rule.ignored ? base.replaceAll(rule.ignored, "") : base;
  return `${kept || base}@${rule.domain}`;
}

/** Most providers deliver name+anything to name; where one does not, two spellings of one person become one. */
function ruleOf(domain: string): ProviderRule {
  const known = Object.hasOwn(providers, domain) ? providers[domain] : undefined;
  return known ?? { domain, extension: yahoo.test(domain) ? "-" : "+" };
}
