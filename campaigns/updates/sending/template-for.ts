import { findOrganisation } from "../../organisations/find-organisation.ts";
import type { Organisation } from "../../organisations/organisation.ts";
import { mailNameOf } from "../../organisations/sender.ts";
import type { Campaign } from "../../petitions/campaign.ts";
import { isLocale, type Locale } from "../../platform/languages/languages.ts";
import { composeUpdate } from "../composing/compose-update.ts";
import type { Template } from "../composing/fill-update.ts";
import type { Deps } from "../deps.ts";
import type { Update } from "../update.model.ts";
import type { UpdateSender } from "./update-sender.ts";

/** Composed texts that a process caches. */
const mostTemplates = 60;

/**
 * The language in which a reader gets an update: her own, or else the first fallback with a text; undefined when
 * there is none.
 */
export function readingLocale(
  { texts, fallback }: Pick<Update, "texts" | "fallback">,
  locale: string,
): Locale | undefined {
  if (isLocale(locale) && texts[locale]) return locale;
  return fallback.find((other) => texts[other]);
}

/**
 * An update composed for the readers of one language, `tongue`, who may read it in another; once per process, because
 * an approved text changes no more, and its organisation seldom.
 */
export async function templateFor(
  deps: Pick<Deps, "database" | "publicUrl">,
  { templates, from }: Pick<UpdateSender, "templates" | "from">,
  campaign: Campaign,
  update: Update,
  locale: Locale,
  tongue: Locale = locale,
): Promise<Template> {
  const organisation = await findOrganisation(deps, update.organisation);
  const id = update._id.toHexString();
  const key = [id, locale, tongue, update.approvedAt?.getTime(), organisation?.version].join("/");
  const known = templates.get(key);
  if (known) return known;
  const composing = compose(deps.publicUrl, from.header, campaign, update, { locale, tongue, organisation });
  const [oldest] = templates.keys();
  if (templates.size >= mostTemplates && oldest !== undefined) templates.delete(oldest);
  templates.set(key, composing);
  composing.catch(() => templates.delete(key));
  return composing;
}

async function compose(
  publicUrl: string,
  from: string,
  campaign: Campaign,
  update: Update,
  { locale, tongue, organisation }: { locale: Locale; tongue: Locale; organisation: Organisation | null },
): Promise<Template> {
  const text = update.texts[locale];
  if (!text) throw new RangeError(`The update has no text in "${locale}".`);
  const first = campaign.languages[0] ?? "en";
  const name = (campaign.pages[locale] ?? campaign.pages[first])?.name ?? campaign.slug;
  return composeUpdate({
    locale,
    tongue,
    text,
    onWeb: update.unlisted ? undefined : update._id.toHexString(),
    campaign: { slug: campaign.slug, name, colours: campaign.colours, sources: campaign.sources },
    organisation: {
      name: organisation?.name ?? update.organisation,
      address: organisation?.address ?? undefined,
      mails: mailNameOf(organisation ?? { name: update.organisation }, locale),
    },
    from,
    publicUrl,
  });
}
