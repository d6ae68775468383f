import type { Gap } from "../../texts/problem-codes.ts";
import type { Path } from "../../texts/yaml-file.ts";
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
  where: Gap,
): void {
  const file = catalogue.campaign?.file;
  for (const id of published.keys()) {
    if (petitions.some((petition) => petition.id === id)) continue;
    file?.refuse(["petitions"], "petition-gone", { petition: id, where });
  }
  const pairs: Pair[] = [];
  petitions.forEach((petition, index) => {
    const { id, today } = petition;
    const versions = published.get(id) ?? [];
    const last = Math.max(...versions.map(({ version }) => version));
    const held = versions.find(({ version }) => version === today.version);
    if (held) pairs.push({ petition, held });
    if (today.version < last) {
      const gaps = { petition: id, version: today.version, where, last };
      file?.refuse(["petitions", index, "version"], "version-lowered", gaps);
    } else if (held && held.publishedAt.getTime() !== today.publishedAt.getTime()) {
      const moment = held.publishedAt.toISOString();
      const gaps = { version: today.version, petition: id, moment, where };
      file?.refuse(["petitions", index, "publishedAt"], "publication-moved", gaps);
    }
  });
  refuseChangedTexts(catalogue, pairs, where);
  refuseChangedLanguages(catalogue, pairs, where);
}

/**
 * One wording serves many petitions: it is named once, or by its offices if other petitions still have the wording's
 * text.
 */
function refuseChangedTexts({ texts }: Catalogue, pairs: Pair[], where: Gap): void {
  for (const [locale, { file }] of texts) {
    const compared = pairs.filter(({ held }) => held.sha256[locale] !== undefined);
    for (const [wording, sharing] of Map.groupBy(compared, ({ petition }) => petition.wording.name)) {
      const changed = sharing.filter(
        ({ petition, held }) => petition.today.texts[locale]?.sha256 !== held.sha256[locale],
      );
      const ids = changed.map(({ petition }) => petition.id);
      const refuse = (path: Path, petitions: string) =>
        file.refuse(path, "text-changed", { language: locale, petitions, where });
      if (changed.length === 0) continue;
      if (changed.length === sharing.length) refuse(["wordings", wording], ids.join(", "));
      else for (const id of ids) refuse(["offices", id], id);
    }
  }
}

function refuseChangedLanguages({ campaign }: Catalogue, pairs: Pair[], where: Gap): void {
  for (const { petition, held } of pairs) {
    const here = Object.keys(petition.today.texts).sort().join(", ");
    const there = Object.keys(held.sha256).sort().join(", ");
    if (here === there) continue;
    const gaps = { petition: petition.id, here, where, version: held.version, there };
    campaign?.file.refuse(["languages"], "languages-changed", gaps);
  }
}
