import type { Locale } from "#campaigns/platform/languages/languages.ts";

/** A mail provider, and what it calls its folder for unwanted mail, in the language of its page where that differs. */
export type SpamFolder = { provider: string; folder: string; locale: Locale };

type Folders = {
  provider: string;
  domains: RegExp;
  folders: { en: string } & Partial<Record<Locale, string>>;
};

const providers: Folders[] = [
  {
    provider: "Gmail",
    domains: /^(?:gmail|googlemail)\.com$/,
    folders: {
      en: "Spam",
      fr: "Spam",
      es: "Spam",
      ar: "الرسائل غير المرغوب فيها",
      th: "จดหมายขยะ",
      tl: "Spam",
    },
  },
  {
    provider: "Outlook",
    domains: /^(?:outlook|hotmail|live|msn|passport)\.(?:[a-z]{2,3})(?:\.[a-z]{2})?$/,
    folders: {
      en: "Junk Email",
      fr: "Courrier indésirable",
      es: "Correo no deseado",
      ar: "البريد غير الهام",
      th: "อีเมลขยะ",
    },
  },
  {
    provider: "Yahoo Mail",
    domains: /^(?:yahoo|ymail|rocketmail)\.(?:[a-z]{2,3})(?:\.[a-z]{2})?$/,
    folders: { en: "Spam" },
  },
  {
    provider: "iCloud Mail",
    domains: /^(?:icloud|me|mac)\.com$/,
    folders: { en: "Junk", fr: "Indésirables", es: "No deseado" },
  },
  {
    provider: "Proton Mail",
    domains: /^(?:proton\.me|protonmail\.(?:com|ch)|pm\.me)$/,
    folders: { en: "Spam" },
  },
  { provider: "GMX", domains: /^gmx\.[a-z]{2,3}$/, folders: { en: "Spam" } },
  { provider: "Yandex Mail", domains: /^(?:yandex\.[a-z]{2,3}|ya\.ru)$/, folders: { en: "Spam" } },
  { provider: "Zoho Mail", domains: /^(?:zoho|zohomail)\.[a-z]{2,3}$/, folders: { en: "Spam" } },
  { provider: "AOL Mail", domains: /^aol\.[a-z]{2,3}$/, folders: { en: "Spam" } },
];

/**
 * Where the provider of an address puts mail that it takes for unwanted; undefined for a provider that we do not know.
 */
export function spamFolderOf(email: string, locale: Locale): SpamFolder | undefined {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  const found = providers.find(({ domains }) => domains.test(domain));
  if (!found) return undefined;
  const own = found.folders[locale];
  return { provider: found.provider, folder: own ?? found.folders.en, locale: own ? locale : "en" };
}
