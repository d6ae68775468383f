import { type Static, Type } from "typebox";
import { isSourceCode } from "#campaigns/petitions/source-codes/source-code.model.ts";
import { type Locale, locales } from "#campaigns/platform/languages/languages.ts";

/** The start of every page's address: a language that Sheaf supports. Anything else is a 404. */
export const localePath = `/:locale(^(?:${locales.join("|")})$)`;

/** A petition's country in an address, in upper or lower case. */
export const countryPath = "/:country(^[A-Za-z]{2}$)";

const locale = Type.Unsafe<Locale>(Type.String({ enum: [...locales] }));
const slug = Type.String({ minLength: 1, maxLength: 80 });
const token = Type.String({ minLength: 1, maxLength: 120 });
const country = Type.String({ minLength: 2, maxLength: 2 });

/** Parameters in addresses, by what they are. */
export const params = {
  locale: Type.Object({ locale }),
  campaign: Type.Object({ locale, campaign: slug }),
  country: Type.Object({ locale, campaign: slug, country }),
  organisation: Type.Object({ locale, organisation: slug }),
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

/**
 * What may follow the `?` in a campaign's address. Other people's tags, such as utm_source, are accepted and
 * ignored: a link with one must not break.
 */
export const sourceQuery = Type.Object({
  source: Type.Optional(Type.Union([text, Type.Array(text, { maxItems: 100 })])),
});

/** The source of a shared link, if there is exactly one and it is valid. */
export function readSource({ source }: Static<typeof sourceQuery>): string | undefined {
  return typeof source === "string" && isSourceCode(source) ? source : undefined;
}
