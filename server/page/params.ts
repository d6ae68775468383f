import { type Static, Type } from "typebox";
import { isSourceCode } from "#campaigns/petitions/source-codes/source-code.model.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";

/**
 * The start of every page's address: the code of a language; `public.routes.ts` refuses those that Intl does not know.
 */
export const localePath = "/:locale(^(?:[a-z][a-z]|[a-z][a-z][a-z]|[a-z][a-z]-[A-Z][A-Za-z-]*)$)";

/** A petition's country in an address, in upper or lower case. */
export const countryPath = "/:country(^[A-Za-z]{2}$)";

const locale = Type.Unsafe<Locale>(Type.String({ maxLength: 11 }));
const slug = Type.String({ minLength: 1, maxLength: 80 });
const token = Type.String({ minLength: 1, maxLength: 120 });
const country = Type.String({ minLength: 2, maxLength: 2 });

/** Parameters in addresses, by what they are. */
export const params = {
  locale: Type.Object({ locale }),
  campaign: Type.Object({ locale, campaign: slug }),
  country: Type.Object({ locale, campaign: slug, country }),
  organisation: Type.Object({ locale, organisation: slug }),
  petition: Type.Object({ locale, campaign: slug, petition: slug }),
  update: Type.Object({
    locale,
    campaign: slug,
    update: Type.String({ pattern: "^[0-9a-f]{24}$", maxLength: 24 }),
  }),
  receipt: Type.Object({ locale, receipt: token }),
  campaignReceipt: Type.Object({ locale, campaign: slug, receipt: token }),
  token: Type.Object({ locale, token }),
  anyLanguage: Type.Object({ campaign: slug }),
  anyLanguageCountry: Type.Object({ campaign: slug, country }),
} as const;

/** As long as an address can be: a link must not break because of parts that are not read. */
const text = Type.String({ maxLength: 20_000 });

const tag = Type.Optional(Type.Union([text, Type.Array(text, { maxItems: 100 })]));

/**
 * What may stand behind the `?` of a campaign's address. Other tags are let pass and not read: a link must not break.
 */
export const sourceQuery = Type.Object({ source: tag, utm_source: tag, utm_campaign: tag });

/**
 * The source code of a shared link, if it has exactly one and it can be one: `source`, else the tags that newsletters
 * and advertisements carry, joined as `newsletter-spring`.
 */
export function readSource(query: Static<typeof sourceQuery>): string | undefined {
  const [own, from, campaign] = [query.source, query.utm_source, query.utm_campaign].map(asCode);
  if (own) return own;
  const both = from && campaign && asCode(`${from}-${campaign}`);
  return both || from || campaign;
}

function asCode(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && isSourceCode(value) ? value : undefined;
}
