import type { Locale } from "#campaigns/platform/languages/languages.ts";

/** Purposes of the links in mails, as they appear in addresses. */
export type LinkPurpose = "confirm" | "withdraw" | "preferences" | "unsubscribe";

/** Pages about Sheaf itself. */
export type AboutPage = "how-we-count" | "privacy" | "accessibility";

/** The address of every public page, as a path from the site's root. */
export const addresses = {
  home: (locale: Locale) => `/${locale}/`,
  /** A petition's page: the international one when no country is given. */
  campaign: (locale: Locale, slug: string, country?: string | null) =>
    `/${locale}/c/${slug}${country ? `/${country.toLowerCase()}` : ""}`,
  /** Without a language: redirects people to the page in theirs. For links to share. */
  anyLanguage: (slug: string, country?: string | null) =>
    `/c/${slug}${country ? `/${country.toLowerCase()}` : ""}`,
  /** The picture that links to a petition show. */
  card: (locale: Locale, slug: string, petition: string) => `/${locale}/c/${slug}/card/${petition}.png`,
  /** Figures for the press. */
  numbers: (locale: Locale, slug: string) => `/${locale}/c/${slug}/numbers`,
  numbersFile: (locale: Locale, slug: string) => `/${locale}/c/${slug}/numbers.csv`,
  sign: (locale: Locale, slug: string) => `/${locale}/c/${slug}/sign`,
  received: (locale: Locale, slug: string, receipt: string) => `/${locale}/c/${slug}/received/${receipt}`,
  thanks: (locale: Locale, slug: string, receipt: string) => `/${locale}/c/${slug}/thanks/${receipt}`,
  shared: (locale: Locale, slug: string) => `/${locale}/c/${slug}/share`,
  share: (locale: Locale, slug: string, shared: { way: string; variant: string; petition: string }) =>
    `/${locale}/c/${slug}/share/${shared.way}/${shared.variant}?petition=${shared.petition}`,
  erased: (locale: Locale, slug: string) => `/${locale}/c/${slug}/erased`,
  withdrawn: (locale: Locale, slug: string) => `/${locale}/c/${slug}/withdrawn`,
  notMe: (locale: Locale, slug: string) => `/${locale}/c/${slug}/not-me`,
  /** Asks for fresh links, from the page of an old one. */
  fresh: (locale: Locale, purpose: "confirm" | "withdraw" | "preferences", token: string) =>
    `/${locale}/${purpose}/${token}/fresh`,
  links: (locale: Locale, slug?: string) => (slug ? `/${locale}/c/${slug}/links` : `/${locale}/links`),
  linksSent: (locale: Locale, slug: string) => `/${locale}/c/${slug}/links/sent`,
  updates: (locale: Locale, slug: string) => `/${locale}/c/${slug}/updates`,
  update: (locale: Locale, slug: string, update: string) => `/${locale}/c/${slug}/updates/${update}`,
  /** RSS, one for each language. */
  feed: (locale: Locale, slug: string) => `/${locale}/c/${slug}/updates/feed.xml`,
  colours: (slug: string) => `/c/${slug}/colours.css`,
  mailed: (locale: Locale, purpose: LinkPurpose, token: string) => `/${locale}/${purpose}/${token}`,
  erase: (locale: Locale, token: string) => `/${locale}/confirm/${token}/erase`,
  receipt: (locale: Locale, receipt?: string) => `/${locale}/receipt${receipt ? `/${receipt}` : ""}`,
  network: (locale: Locale, query = "") =>
    `/${locale}/network${query === "" ? "" : `?q=${encodeURIComponent(query)}`}`,
  organisation: (locale: Locale, slug: string) => `/${locale}/network/${slug}`,
  /** The form to write to an organisation, and the page after it. */
  write: (locale: Locale, slug: string) => `/${locale}/network/${slug}/write`,
  written: (locale: Locale, slug: string) => `/${locale}/network/${slug}/written`,
  /** Lines that help children, by country. */
  help: (locale: Locale) => `/${locale}/help`,
  about: (locale: Locale, page: AboutPage) => `/${locale}/${page}`,
} as const;
