import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { refuseProblems } from "../texts/refuse-problems.ts";
import { checkCatalogue } from "./check-catalogue.ts";
import type { CatalogueCampaign } from "./compose-campaign.ts";
import { publishedName } from "./read-catalogue.ts";
import type { Published, PublishedVersion } from "./reading/published-file.ts";

const heading = `# Written by "sheaf campaigns publish": the SHA-256 of every text that people have been asked to sign.
# Lines are only ever added. A text that differs from its line here is refused; new words need a new version number.
`;

/**
 * Locks the current texts: adds the versions that published.yaml does not have yet, and changes nothing it has.
 * Returns the petitions that were added.
 * @throws DomainError `catalogue-refused` with every problem of the folder.
 */
export async function publishTexts(folder: string): Promise<string[]> {
  const { catalogue, campaign, problems, unpublished } = await checkCatalogue(folder);
  if (!campaign) return refuseProblems(problems);
  if (unpublished.length === 0) return [];
  const held = catalogue.published?.contents ?? new Map<string, PublishedVersion[]>();
  const path = join(folder, publishedName);
  const half = `${path}.${process.pid}.half`;
  await writeFile(half, heading + stringify(addToday(campaign, held, unpublished), { lineWidth: 0 }));
  await rename(half, path);
  return unpublished;
}

function addToday({ petitions }: CatalogueCampaign, held: Published, unpublished: string[]) {
  const versions = petitions.map(({ id, today }) => {
    const before = held.get(id) ?? [];
    const sha256 = Object.fromEntries(
      Object.entries(today.texts).map(([locale, text]) => [locale, text.sha256]),
    );
    const all = unpublished.includes(id) ? [...before, { ...today, sha256 }] : before;
    return [id, all.map(toPlain)] as const;
  });
  return Object.fromEntries(versions);
}

function toPlain({ version, publishedAt, sha256 }: PublishedVersion) {
  return {
    version,
    publishedAt: publishedAt
      .toISOString()
      .replace(/(T00:00:00)?\.000Z$/, (_, midnight) => (midnight ? "" : "Z")),
    sha256,
  };
}
