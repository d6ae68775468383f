import { match } from "@formatjs/intl-localematcher";
import { type Locale, languages } from "#campaigns/platform/languages/languages.ts";

const tags = languages.map(({ intl }) => intl);
const fallback = "en";

/** The supported language that best fits an Accept-Language header; English when none does. */
export function preferredLocale(acceptLanguage: string | undefined): Locale {
  const wanted = readWanted(acceptLanguage ?? "");
  const tag = match(wanted, tags, fallback);
  return languages.find(({ intl }) => intl === tag)?.code ?? fallback;
}

/**
 * The tags in an Accept-Language header that Intl knows, most wanted first. A hostile header costs little: at most
 * 20 are read.
 */
function readWanted(header: string): string[] {
  const ranges = header.slice(0, 500).split(",", 20);
  const weighed = ranges.flatMap((range) => {
    const [tag = "", ...settings] = range.trim().split(";");
    const quality = settings.map((setting) => setting.trim()).find((setting) => setting.startsWith("q="));
    const weight = quality ? Number(quality.slice(2)) : 1;
    return weight > 0 && isTag(tag) ? [{ tag, weight }] : [];
  });
  return weighed.sort((one, other) => other.weight - one.weight).map(({ tag }) => tag);
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
