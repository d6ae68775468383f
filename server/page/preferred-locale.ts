import { type Locale, locales, nearestLocale } from "#campaigns/platform/languages/languages.ts";

/** The language offered that best fits an Accept-Language header; English, or else the first, when none does. */
export function preferredLocale(
  acceptLanguage: string | undefined,
  offered: readonly Locale[] = locales,
): Locale {
  const otherwise = offered.includes("en") ? "en" : (offered[0] ?? "en");
  return nearestLocale(readWanted(acceptLanguage ?? ""), offered, otherwise);
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
