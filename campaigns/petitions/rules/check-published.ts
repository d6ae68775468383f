import type { CatalogueCampaign, CataloguePetition } from "../compose-campaign.ts";
import type { Catalogue } from "../read-catalogue.ts";
import type { Published, PublishedVersion } from "../reading/published-file.ts";

/** A petition, and its version that was published under the same number. */
type Pair = { petition: CataloguePetition; held: PublishedVersion };

/**
 * Reports whatever withdraws or changes what was published: a missing petition, a version number that falls, a text,
 * date or language changed under a published number. `where` names the holder: published.yaml or the database.
 */
export function checkPublished(
  catalogue: Catalogue,
  { petitions }: CatalogueCampaign,
  published: Published,
  where: string,
): void {
  const file = catalogue.campaign?.file;
  for (const id of published.keys()) {
    if (petitions.some((petition) => petition.id === id)) continue;
    file?.refuse(
      ["petitions"],
      `petition "${id}" is in ${where} and no more here: put it back, people may have signed it`,
    );
  }
  const pairs: Pair[] = [];
  petitions.forEach((petition, index) => {
    const { id, today } = petition;
    const versions = published.get(id) ?? [];
    const last = Math.max(...versions.map(({ version }) => version));
    const held = versions.find(({ version }) => version === today.version);
    if (held) pairs.push({ petition, held });
    if (today.version < last) {
      const says = `petition "${id}" has version ${today.version} and ${where} version ${last}: numbers only rise`;
      file?.refuse(["petitions", index, "version"], says);
    } else if (held && held.publishedAt.getTime() !== today.publishedAt.getTime()) {
      const says = `version ${today.version} of petition "${id}" was published at ${held.publishedAt.toISOString()} by ${where}: put that back`;
      file?.refuse(["petitions", index, "publishedAt"], says);
    }
  });
  refuseChangedTexts(catalogue, pairs, where);
  refuseChangedLanguages(catalogue, pairs, where);
}

/**
 * One wording serves many petitions: it is named once, or by its offices if other petitions still have the wording's
 * text.
 */
function refuseChangedTexts({ texts }: Catalogue, pairs: Pair[], where: string): void {
  for (const [locale, { file }] of texts) {
    const compared = pairs.filter(({ held }) => held.sha256[locale] !== undefined);
    for (const [wording, sharing] of Map.groupBy(compared, ({ petition }) => petition.wording.name)) {
      const changed = sharing.filter(
        ({ petition, held }) => petition.today.texts[locale]?.sha256 !== held.sha256[locale],
      );
      const ids = changed.map(({ petition }) => petition.id);
      const says = (name: string) =>
        `the "${locale}" text of ${name} is not the one that ${where} holds under this version number: put it back, or give the petition ` +
        "a new version and publishedAt in campaign.yaml";
      if (changed.length === 0) continue;
      if (changed.length === sharing.length) file.refuse(["wordings", wording], says(ids.join(", ")));
      else for (const id of ids) file.refuse(["offices", id], says(id));
    }
  }
}

function refuseChangedLanguages({ campaign }: Catalogue, pairs: Pair[], where: string): void {
  for (const { petition, held } of pairs) {
    const here = Object.keys(petition.today.texts).sort().join(", ");
    const there = Object.keys(held.sha256).sort().join(", ");
    if (here === there) continue;
    const says =
      `petition "${petition.id}" is in ${here}, and ${where} holds version ${held.version} in ${there}: give it a new version and ` +
      "publishedAt, or put the languages back";
    campaign?.file.refuse(["languages"], says);
  }
}
