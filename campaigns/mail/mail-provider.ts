import { createHmac } from "node:crypto";
import type { Keys } from "../platform/sealing/keys.ts";
import { asciiDomain } from "../texts/canonical-email.ts";

/** Mail providers of many people, and their domains: their servers take or refuse as one. */
const providers: Readonly<Record<string, readonly string[]>> = {
  "gmail.com": ["googlemail.com"],
  "outlook.com": ["hotmail.*", "live.*", "msn.com", "outlook.*", "windowslive.com", "passport.com"],
  "yahoo.com": ["yahoo.*", "ymail.com", "rocketmail.com", "aol.*", "aim.com", "verizon.net", "netscape.net"],
  "yahoo.co.jp": [],
  "icloud.com": ["me.com", "mac.com"],
  "gmx.net": ["gmx.*", "web.de", "mail.com", "email.com", "1und1.de", "online.de"],
  "t-online.de": ["magenta.de"],
  "freenet.de": [],
  "orange.fr": ["wanadoo.fr"],
  "free.fr": ["aliceadsl.fr"],
  "laposte.net": [],
  "sfr.fr": ["neuf.fr", "cegetel.net", "numericable.fr"],
  "libero.it": ["inwind.it", "iol.it", "blu.it", "giallo.it"],
  "virgilio.it": ["tin.it", "alice.it", "tim.it"],
  "mail.ru": ["bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru"],
  "yandex.ru": ["ya.ru", "yandex.*", "narod.ru"],
  "rambler.ru": ["lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru"],
  "seznam.cz": ["email.cz", "post.cz", "spoluzaci.cz"],
  "wp.pl": ["o2.pl", "tlen.pl"],
  "onet.pl": ["op.pl", "vp.pl", "poczta.onet.pl", "onet.eu", "autograf.pl"],
  "interia.pl": ["poczta.fm", "interia.eu"],
  "qq.com": ["foxmail.com"],
  "163.com": ["126.com", "yeah.net"],
  "naver.com": [],
  "daum.net": ["hanmail.net", "kakao.com"],
  "docomo.ne.jp": [],
  "au.com": ["ezweb.ne.jp"],
  "softbank.ne.jp": ["i.softbank.jp"],
  "rediffmail.com": [],
  "comcast.net": ["xfinity.com"],
  "att.net": ["sbcglobal.net", "bellsouth.net"],
  "btinternet.com": ["btopenworld.com"],
  "sky.com": [],
  "virginmedia.com": ["ntlworld.com", "blueyonder.co.uk"],
  "bigpond.com": ["bigpond.net.au", "telstra.com"],
  "uol.com.br": ["bol.com.br"],
  "terra.com.br": ["terra.com"],
  "proton.me": ["protonmail.com", "pm.me"],
  "fastmail.com": ["fastmail.fm"],
  "zoho.com": ["zohomail.com", "zohomail.eu"],
};

const byDomain = new Map<string, string>();
const byName = new Map<string, string>();
for (const [provider, domains] of Object.entries(providers))
  for (const domain of [provider, ...domains]) {
    if (domain.endsWith(".*")) byName.set(domain.slice(0, -1), provider);
    else byDomain.set(domain, provider);
  }

/** Domains under a country's own, such as yahoo.fr, yahoo.co.uk and yahoo.com.br. */
const inCountries = /^([a-z]+\.)(?:com?\.)?[a-z]{2}$|^([a-z]+\.)(?:com|net|org)$/;

/** The receiving domain of an address; of all domains of a large provider the one that stands for them. */
export function receivingDomain(address: string): string {
  const domain = asciiDomain(address);
  return largeProvider(domain) ?? domain;
}

/**
 * Who receives for an address: a large provider by its name, any other domain by a blind key: it may be a person's own.
 */
export function mailProvider(keys: Keys, address: string): string {
  const domain = asciiDomain(address);
  const large = largeProvider(domain);
  if (large !== undefined) return large;
  const mac = createHmac("sha256", keys.blind("receiving-domain")).update(domain).digest("base64url");
  return `~${mac.slice(0, 22)}`;
}

/** What stands for all domains that are no large provider's, wherever mails are counted. */
export const otherProviders = "others";

/** The name that mails are counted under, of a `receivingDomain` or a `mailProvider`. */
export function countedProvider(receiver: string): string {
  return Object.hasOwn(providers, receiver) ? receiver : otherProviders;
}

function largeProvider(domain: string): string | undefined {
  const known = byDomain.get(domain);
  if (known !== undefined) return known;
  const [, ofCountry, ofAll] = inCountries.exec(domain) ?? [];
  return byName.get(ofCountry ?? ofAll ?? "");
}
