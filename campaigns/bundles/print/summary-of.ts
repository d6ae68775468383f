import { createHash } from "node:crypto";
import { campaignName, textLocale } from "../../petitions/text-locale.ts";
import type { FrameLocale } from "../../platform/languages/languages.ts";
import { channels } from "../../signing/sheets/channel.ts";
import { allOthers } from "../../signing/tallies/read-public-totals.ts";
import { dayName } from "./day-chart.ts";
import type { PrintSource } from "./print-source.ts";
import type { Summary } from "./print-summary.ts";

/** The figures of a bundle, as its summary prints them. */
export function summaryOf(source: PrintSource, locale: FrameLocale): Summary {
  const { scope, count, log, publicKey, mark, showsLeaves } = source;
  const { campaign, country, organisation } = scope;
  return {
    locale,
    campaign: campaignName(campaign, locale),
    rule: campaign,
    signatures: count.signatures,
    country: country ?? null,
    organisation:
      organisation === undefined ? null : (campaign.organisationNames[organisation] ?? organisation),
    asOf: new Date(count.last),
    ...countsOf(source, locale),
    showsLeaves,
    log: { ...log, root: log.root.toString("base64") },
    keySha256: createHash("sha256").update(publicKey).digest("hex"),
    mark,
    accent: campaign.colours.light.campaign,
    shades: shadesOf(campaign.colours.light.map),
  };
}

function countsOf({ scope, count, byPetition, byCountry }: PrintSource, locale: FrameLocale) {
  const { campaign } = scope;
  const language = textLocale(campaign, locale);
  const byChannel = new Map(count.by(2));
  const officeOf = (id: string) =>
    campaign.petitions.find((petition) => petition.id === id)?.target[language] ?? id;
  return {
    byPetition: Object.entries(byPetition).map(([id, signatures]) => ({
      office: id === allOthers ? "" : officeOf(id),
      signatures,
    })),
    byCountry: Object.entries(byCountry).map(([code, signatures]) => ({
      country: code === allOthers ? "" : code,
      signatures,
    })),
    byChannel: channels.flatMap((channel) => {
      const signatures = byChannel.get(channel);
      return signatures === undefined ? [] : [{ channel, signatures }];
    }),
    byDay: [...count.byDay]
      .sort(([one], [other]) => one - other)
      .map(([day, signatures]) => ({ day: dayName(day), signatures })),
  };
}

/** Of a campaign's five steps those that can be told apart on paper. */
function shadesOf(steps: readonly string[]): Summary["shades"] {
  const [none = "#e4e9e6", few = "#b5ccc7", , many = "#6f9a92", most = "#2f5f58"] = steps;
  return [none, few, many, most];
}
