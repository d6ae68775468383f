import type { Part } from "#campaigns/petitions/drafts/passages.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";

/** In addresses, this word stands for the campaign's page, where others have a petition's id. */
const pageWord = "page";

/** The petition that an address names; null for the campaign's page. */
export function petitionIn(word: string): string | null {
  return word === pageWord ? null : word;
}

const campaign = (slug: string) => `/organiser/c/${slug}`;
const petitions = (slug: string) => `${campaign(slug)}/petitions`;
const draft = (slug: string, petition: string | null) => `${petitions(slug)}/${petition ?? pageWord}`;
const updates = (slug: string) => `${campaign(slug)}/updates`;

/**
 * The address of every page of the console. Links give values, routes the names of their parameters, such as
 * `:campaign`. What a form does has its page's address and a word behind it.
 */
export const consoleUrls = {
  /** What waits for somebody. */
  home: "/organiser",
  signIn: "/organiser/sign-in",
  signOut: "/organiser/sign-out",
  /** Where somebody sets up the second step that their role needs. */
  secondStep: "/organiser/second-step",
  forgotten: "/organiser/forgotten",
  /** Where an invitation or a link for a new password leads. */
  passwordLink: (purpose: string, token: string) => `/organiser/${purpose}/${token}`,
  newAddress: (token: string) => `/organiser/new-address/${token}`,
  /** One's own account. */
  account: "/organiser/account",
  accounts: "/organiser/accounts",
  accountOf: (id: string) => `/organiser/accounts/${id}`,
  invite: "/organiser/accounts/invite",
  organisations: "/organiser/organisations",
  audit: "/organiser/audit",
  glossary: "/organiser/glossary",
  mail: "/organiser/mail",
  lifting: "/organiser/mail/lifting",
  queues: "/staff/queues",

  /** From nothing to the first signature. */
  guide: "/organiser/guide",
  campaigns: "/organiser/campaigns",
  newCampaign: "/organiser/campaigns/new",
  /** The dashboard. */
  campaign,
  figures: (slug: string, file: string) => `${campaign(slug)}/figures/${file}`,
  sheets: (slug: string) => `${campaign(slug)}/sheets`,
  sheet: (slug: string, sheet: string) => `${campaign(slug)}/sheets/${sheet}`,
  /** Where an organisation without a petition in a campaign asks for one. */
  join: (slug: string) => `${campaign(slug)}/join`,
  schedule: (slug: string) => `${campaign(slug)}/schedule`,
  settings: (slug: string) => `${campaign(slug)}/settings`,
  languages: (slug: string) => `${campaign(slug)}/languages`,
  address: (slug: string) => `${campaign(slug)}/address`,
  shares: (slug: string) => `${campaign(slug)}/shares`,
  sources: (slug: string) => `${campaign(slug)}/sources`,
  posters: (slug: string) => `${campaign(slug)}/posters`,
  handovers: (slug: string) => `${campaign(slug)}/handovers`,
  handover: (slug: string, id: string) => `${campaign(slug)}/handovers/${id}`,
  bundles: (slug: string) => `/staff/c/${slug}/bundles`,

  petitions,
  /** The petitions that other organisations ask for. */
  wishes: (slug: string) => `${petitions(slug)}/wishes`,
  draft,
  edit: (slug: string, petition: string | null, part: Part) => `${draft(slug, petition)}?in=${part}`,
  preview: (slug: string, petition: string | null, locale: Locale) =>
    `${draft(slug, petition)}/preview?in=${locale}`,
  changes: (slug: string, petition: string | null) => `${draft(slug, petition)}/changes`,

  /** A petition's own goal, dates and closing. */
  life: (slug: string, petition: string) => `${draft(slug, petition)}/life`,

  updates,
  newUpdate: (slug: string) => `${updates(slug)}/new`,
  updateTemplates: (slug: string) => `${updates(slug)}/templates`,
  updatePictures: (slug: string) => `${updates(slug)}/pictures`,
  update: (slug: string, update: string) => `${updates(slug)}/${update}`,
} as const;
