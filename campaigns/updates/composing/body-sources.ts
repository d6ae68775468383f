import type { Locale } from "../../platform/languages/languages.ts";
import { readMessages } from "../../platform/languages/translate.ts";
import { parseMarked } from "../../texts/parse-marked.ts";
import type { Claim, Source } from "../../texts/source.ts";

/** The sources that an update may name: those of its campaign, by their numbers. */
export type CampaignSources = { slug: string; sources: readonly Source[] };

/** A source that a text names itself, on a line of its own: `[^1]: who says what, https://...`. */
export type OwnSource = { number: number; says: string; address: string | undefined };

const definition = /^ {0,3}\[\^([1-9][0-9]{0,2})\]:[ \t]*(.*)$/gm;
const address = /https?:\/\/[^\s<>]+/;
const messagesIn = readMessages(new URL("../../mail/messages/", import.meta.url));

/** Splits a body into its words and the sources that it names below them. */
export function splitSources(body: string): { words: string; own: OwnSource[] } {
  const own = Array.from(body.matchAll(definition), ([, number, text = ""]) => {
    const [found] = address.exec(text) ?? [];
    return { number: Number(number), says: text.replace(address, "").trim(), address: found };
  });
  return { words: body.replaceAll(definition, "").trimEnd(), own };
}

/** What the sources of a text say: its own, and the campaign's under the numbers that it gives to none of its own. */
export function claimsOf(own: readonly OwnSource[], claims: readonly Claim[]): Claim[] {
  const stated = own.map(({ number, says }) => ({ source: number, statement: says }));
  return [...stated, ...claims.filter(({ source }) => !own.some(({ number }) => number === source))];
}

/**
 * A body as Markdown without marks: numbers in brackets, and at the foot a list of the sources with their addresses.
 */
export function listSources(body: string, locale: Locale, campaign: CampaignSources): string {
  const { words } = splitSources(body);
  const segments = parseMarked(words);
  const marks = segments.flatMap((segment) => ("source" in segment ? segment.source : []));
  if (marks.length === 0) return words;
  const numbered = segments.map((segment) =>
    "source" in segment ? bracketed(segment.source) : segment.text,
  );
  const named = new Map(Array.from(body.matchAll(definition), ([, number, text]) => [Number(number), text]));
  const rows = [...new Set(marks)].toSorted((one, other) => one - other);
  const list = rows.map(
    (number) => `${bracketed(number)} ${named.get(number) ?? ofCampaign(number, locale, campaign)}`,
  );
  return [numbered.join(""), "---", `**${messagesIn(locale)("update.sources")}**`, ...list].join("\n\n");
}

function bracketed(number: number): string {
  return `\\[${number}\\]`;
}

/** A source of the campaign leads to its document, or to where the campaign's page says all of it. */
function ofCampaign(number: number, locale: Locale, { slug, sources }: CampaignSources): string {
  const source = sources.find((each) => each.number === number);
  if (!source) return "";
  const name = `${source.title}, ${source.section}`.replaceAll(/[\\`*_[\]<>{}]/g, "\\$&");
  const isAddress = address.test(source.document);
  return `[${name}](${isAddress ? source.document : `/${locale}/c/${slug}#source-${number}`})`;
}
