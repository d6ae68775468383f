import { resolve } from "node:path";
import { Command } from "commander";
import { parseLevel, usualLevel } from "#campaigns/bundles/bundle-level.ts";
import { petitionsIn } from "#campaigns/bundles/bundle-scope.ts";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { publicUrl } from "#campaigns/platform/public-url.ts";
import { openCheckedKeys } from "#campaigns/platform/sealing/check-keys.ts";
import { keysPath } from "#campaigns/platform/sealing/keys-path.ts";
import { isCountry } from "#campaigns/texts/countries.ts";
import type { Cli } from "./cli.ts";
import { findNamedCampaign } from "./find-named-campaign.ts";
import { interruptible } from "./interruptible.ts";
import { recordOperator } from "./operator.ts";
import { showProgress } from "./progress.ts";
import { withDatabase } from "./with-database.ts";

type Options = {
  out: string;
  country?: string;
  organisation?: string;
  level?: string;
  sealTo?: string;
  for?: string;
  pages: boolean;
};

const now = () => new Date();

/** `sheaf bundle`: the roll as a file for officials. */
export function bundleCommand(cli: Cli): Command {
  return new Command("bundle")
    .argument("<campaign>", "the campaign's name in web addresses")
    .requiredOption("--out <file>", "the zip file to write; it must not exist")
    .option("--country <code>", "only signers of this country, such as TH")
    .option("--organisation <slug>", "only signatures under the petitions of this organisation")
    .option("--level <0-3>", "0: totals; 1: leaves of the log; 2: names; 3: postcodes too, sealed")
    .option("--for <recipient>", "who is to get it: it says so, on each printed page too")
    .option("--seal-to <age1...>", "seal it to this public key of age")
    .option("--no-pages", "leave out the signature pages (PDF), which take most of the time of a large roll")
    .action((slug: string, options: Options) => bundle(cli, slug, options));
}

async function bundle(cli: Cli, slug: string, options: Options): Promise<void> {
  const path = resolve(options.out);
  const country = options.country?.toUpperCase();
  if (country !== undefined && !isCountry(country)) {
    throw new DomainError(
      "configuration",
      `"${options.country}" is not the code of a country: use two letters, such as TH.`,
    );
  }
  const { organisation, sealTo, for: recipient } = options;
  const level = options.level === undefined ? usualLevel : parseLevel(options.level);
  const progress = showProgress(cli.terminal, "signatures");
  const written = await interruptible((signal) =>
    withDatabase(cli, async (database) => {
      const campaign = await findNamedCampaign({ database }, slug);
      mustHavePetitions(campaign, organisation);
      const openKeys = () => openCheckedKeys({ database }, keysPath(cli.env));
      const order = {
        campaign,
        country,
        organisation,
        level,
        sealTo,
        recipient,
        withoutPages: !options.pages,
        path,
        onProgress: progress.update,
        signal,
      };
      const scope = { level, ...(country && { country }), ...(organisation && { organisation }) };
      // Nothing leaves the system that is not in the trail: recorded before it is written, and how it ended
      // afterwards.
      await recordOperator({ database }, "bundle.write", slug, scope);
      const { signatures, sha256, ...rest } = await writeBundle(
        { database, openKeys, now, publicUrl: publicUrl(cli.env) },
        order,
      );
      await recordOperator({ database }, "bundle.written", slug, { ...scope, signatures, sha256 });
      return { signatures, sha256, ...rest };
    }),
  ).finally(progress.end);
  const under = organisation === undefined ? "" : ` under the petitions of ${organisation}`;
  const of = country === undefined ? under : `${under} from ${country}`;
  cli.print(
    [
      `${path}: ${written.signatures.toLocaleString("en")} signatures${of}, ${written.wordings} wordings, ${written.bytes.toLocaleString("en")} bytes.`,
      "The counts agree with the tallies. Tell the receiver these in another way than the file:",
      `  SHA-256 of the file        ${written.sha256}`,
      `  SHA-256 of its SHA256SUMS  ${written.sumsSha256}`,
    ].join("\n"),
  );
}

function mustHavePetitions(campaign: Campaign, organisation: string | undefined): void {
  if (petitionsIn({ campaign, organisation })?.length !== 0) return;
  const known = [...new Set(campaign.petitions.map((petition) => petition.organisation))].join(", ");
  throw new DomainError(
    "configuration",
    `"${organisation}" has no petition in ${campaign.slug}; those that have are ${known}.`,
  );
}
