import { stringify } from "yaml";
import { dayBeginning, dayEnding } from "../texts/campaign-days.ts";
import type { SourcesFile } from "../texts/sources-file.ts";
import type { CampaignContents } from "./campaign-contents.ts";
import { publishedName } from "./read-catalogue.ts";
import type { CampaignFile } from "./reading/campaign-file.ts";
import type { Published } from "./reading/published-file.ts";
import type { TextsFile } from "./reading/texts-file.ts";

/**
 * Writes the files of a campaign's folder, by path within the folder: the ones `readCatalogue` reads. The same
 * contents give the same files.
 */
export function writeCatalogue(contents: CampaignContents): Map<string, string> {
  const files = new Map<string, string>();
  const write = (name: string, plain: unknown) => files.set(name, stringify(plain, { lineWidth: 0 }));
  write("campaign.yaml", plainCampaign(contents.campaign));
  write("sources.yaml", plainSources(contents.sources));
  for (const [locale, texts] of contents.texts) write(`texts/${locale}.yaml`, plainTexts(texts));
  if (contents.published.size > 0) write(publishedName, plainPublished(contents.published));
  return files;
}

/** A moment as the files write it: only the date if it is the start of a day. Files have no fractions of a second. */
function plainMoment(at: Date): string {
  return at.toISOString().replace(/(T00:00:00)?\.\d{3}Z$/, (_, midnight) => (midnight ? "" : "Z"));
}

/** When a campaign opens and closes as its file writes it: days in its time zone, moments in UTC. */
export function plainDays({
  opensAt,
  closesAt,
  timeZone,
}: Pick<CampaignFile, "opensAt" | "closesAt" | "timeZone">): { opensAt: string; closesAt: string | null } {
  const moment = (at: Date) => at.toISOString().replace(/\.\d{3}Z$/, "Z");
  return {
    opensAt: dayBeginning(opensAt, timeZone) ?? moment(opensAt),
    closesAt: closesAt && (dayEnding(closesAt, timeZone) ?? moment(closesAt)),
  };
}

function plainCampaign({
  closed,
  timeZone,
  opensAt,
  closesAt,
  illustration,
  madeUp,
  petitions,
  ...settings
}: CampaignFile) {
  const { slug, organisation, state, verification, sharedMailbox, asksPostcode, goals, languages, colours } =
    settings;
  return {
    ...{ slug, organisation, state, verification, sharedMailbox, asksPostcode },
    timeZone,
    ...plainDays({ opensAt, closesAt, timeZone }),
    ...(closed && { closed: { at: plainMoment(closed.at), reason: closed.reason } }),
    ...{ goals, languages, colours },
    ...(illustration && { illustration }),
    ...(madeUp && { madeUp }),
    petitions: petitions.map(({ id, country, organisation: whose, publishedAt, ...petition }) => ({
      ...{ id, country, ...(whose && { organisation: whose }), ...petition },
      publishedAt: plainMoment(publishedAt),
    })),
  };
}

function plainSources({ sources, claims }: SourcesFile) {
  return {
    sources: sources.map(({ readAt, ...source }) => ({
      ...source,
      readAt: plainMoment(readAt),
      claims: claims.filter(({ source: of }) => of === source.number).map(({ statement }) => statement),
    })),
  };
}

function plainTexts({ page, offices, wordings }: TextsFile) {
  const { corrections = [], shares = [], ...always } = page;
  return {
    page: {
      ...always,
      ...(corrections.length > 0 && {
        corrections: corrections.map(({ at, ...correction }) => ({ at: plainMoment(at), ...correction })),
      }),
      ...(shares.length > 0 && { shares }),
    },
    offices,
    wordings,
  };
}

function plainPublished(published: Published) {
  const plain = Array.from(published, ([petition, versions]) => {
    const rows = versions.map(({ publishedAt, version, sha256 }) => ({
      version,
      publishedAt: plainMoment(publishedAt),
      sha256,
    }));
    return [petition, rows] as const;
  });
  return Object.fromEntries(plain);
}
