import type { Campaign } from "../petitions/campaign.ts";
import { DomainError } from "../platform/errors.ts";
import { hashText } from "../texts/normalise-text.ts";
import type { WordingCount } from "./roll-count.ts";

/**
 * A wording as it was signed: its exact bytes, their SHA-256, its file in the bundle, and the number of people who
 * signed it.
 */
export type SignedText = WordingCount & { file: string; bytes: Buffer; sha256: string };

/**
 * Finds the signed wordings, byte for byte as the catalogue has them.
 * @throws DomainError `bundle-refused` when one is missing, or does not match its SHA-256.
 */
export function signedTexts(campaign: Campaign, wordings: readonly WordingCount[]): SignedText[] {
  return wordings.map((wording) => {
    const { petition, locale, version } = wording;
    const name = `petition ${petition}, version ${version}, in "${locale}"`;
    const found = campaign.petitions
      .find(({ id }) => id === petition)
      ?.versions.find((candidate) => candidate.version === version)?.texts[locale];
    if (!found) {
      throw new DomainError(
        "bundle-refused",
        `${wording.count} signed ${name} of ${campaign.slug}, and the catalogue does not hold it: load the campaign's folder that does. Nothing was written.`,
      );
    }
    if (hashText(found.text) !== found.sha256) {
      throw new DomainError(
        "bundle-refused",
        `The text of ${name} of ${campaign.slug} was changed in the database after it was published: restore it from your backup. Nothing was written.`,
      );
    }
    const file = `texts/${petition}/${locale}-v${version}.txt`;
    return { ...wording, file, bytes: Buffer.from(found.text, "utf8"), sha256: found.sha256 };
  });
}
