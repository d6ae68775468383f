import { dayIn, messagesIn, momentIn } from "../mail/letter-wording.ts";
import { greetingName, isolate, plainLine } from "../mail/plain-line.ts";
import type { MailTransport } from "../mail/transport.ts";
import { findOrganisation } from "../organisations/find-organisation.ts";
import { mailNameOf } from "../organisations/sender.ts";
import type { Campaign, Petition } from "../petitions/campaign.ts";
import { campaignByOrdinal } from "../petitions/campaign-by-ordinal.ts";
import { textLocale } from "../petitions/text-locale.ts";
import { isLocale, type Locale } from "../platform/languages/languages.ts";
import type { PersonalFields } from "../platform/sealing/seal.ts";
import type { Pending } from "../signing/confirmation/pending.model.ts";
import { countryNames } from "../texts/countries.ts";
import type { Addressed } from "./address-entries.ts";
import type { Deps } from "./deps.ts";
import type { LetterLink, TokenMaker } from "./letter-links.ts";
import { fillLetter, letterTemplate, linkTo } from "./letter-template.ts";

type WriteDeps = Pick<Deps, "database" | "keys" | "publicUrl" | "now">;

/** Writes one letter to somebody who signed, as it goes over the wire. */
export async function writeLetter(
  deps: WriteDeps,
  { from, signer }: MailTransport,
  addressed: Addressed,
  { name, email }: PersonalFields,
  makeToken: TokenMaker,
): Promise<Buffer> {
  const { kind, ref, hasNews, waiting, id } = addressed;
  const campaign = await campaignByOrdinal(deps, addressed.campaign);
  const locale = isLocale(addressed.locale) ? addressed.locale : "en";
  // Nobody is called by a name that a stranger may have typed: only who has confirmed is greeted.
  const greeting = kind === "thanks" ? greetingName(name) : undefined;
  const petition = petitionOf(campaign, addressed);
  const office = petition?.target[textLocale(campaign, locale)];
  const owner = petition?.organisation ?? campaign.organisation;
  const hasOffice = office !== undefined;
  const organisation = await findOrganisation(deps, owner);
  const mails = organisation ? mailNameOf(organisation, locale) : undefined;
  const variant = { kind, locale, greets: greeting !== undefined, hasNews, owner, mails, hasOffice };
  const template = await letterTemplate({ ...deps, from: from.header }, campaign, variant);
  const tokenOf = (link: LetterLink) => makeToken(kind, link, ref);
  const until = waiting.at(-1)?.expiresAt;
  return fillLetter(
    template,
    {
      to: email,
      messageId: `${id}@${from.domain}`,
      unsubscribe: hasNews
        ? linkTo(deps.publicUrl, locale, "unsubscribe", tokenOf("unsubscribe"))
        : undefined,
      tokenOf,
      greeting: greeting ?? "",
      until: until ? momentIn(locale, until) : "",
      office: plainLine(office ?? "", longestOffice),
      place: petition?.country ? `/${petition.country.toLowerCase()}` : "",
      entries: waiting.length > 0 ? describeEntries(locale, waiting) : [],
    },
    { date: deps.now(), signer },
  );
}

const longestOffice = 300;

/** The petition that a letter is about; undefined when it is about entries for several, or none is known. */
function petitionOf(campaign: Campaign, { petition, waiting }: Addressed): Petition | undefined {
  const ids = new Set(waiting.length > 0 ? waiting.map(({ entry }) => entry.petition) : [petition]);
  const [id] = ids;
  return ids.size === 1 ? campaign.petitions.find((each) => each.id === id) : undefined;
}

/** Entries that a letter names one by one; those beyond are counted. Its page shows all. */
const mostNamed = 10;

/** Says of each entry where and when it was made; never by which name. */
function describeEntries(locale: Locale, waiting: readonly Pending[]): string[] {
  const say = messagesIn(locale);
  const lines = waiting
    .slice(-mostNamed)
    .reverse()
    .map(({ entry, at }) =>
      say("entry", { day: isolate(dayIn(locale, at)), country: isolate(countryName(locale, entry.country)) }),
    );
  const more = waiting.length - lines.length;
  return more > 0 ? [...lines, say("moreEntries", { count: `${more}` })] : lines;
}

const names = new Map<Locale, Map<string, string>>();

function countryName(locale: Locale, code: string): string {
  const known =
    names.get(locale) ?? new Map(countryNames(locale).map(({ code: each, name }) => [each, name]));
  names.set(locale, known);
  return known.get(code) ?? code;
}
