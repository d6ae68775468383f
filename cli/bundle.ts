import { resolve } from "node:path";
import { Command } from "commander";
import { writeBundle } from "#campaigns/bundles/write-bundle.ts";
import { keysPath } from "#campaigns/config.ts";
import { DomainError } from "#campaigns/errors.ts";
import { isCountry } from "#campaigns/petitions/countries.ts";
import { openCheckedKeys } from "#campaigns/sealing/check-keys.ts";
import type { Cli } from "./cli.ts";
import { findNamedCampaign } from "./find-named-campaign.ts";
import { interruptible } from "./interruptible.ts";
import { showProgress } from "./progress.ts";
import { withDatabase } from "./with-database.ts";

type Options = { out: string; country?: string };

/** `sheaf bundle`: the roll as a file for officials. */
export function bundleCommand(cli: Cli): Command {
  return new Command("bundle")
    .description(
      "write the counted signatures of a campaign, with texts, counts and checksums, into a zip file",
    )
    .argument("<campaign>", "the campaign's name in addresses")
    .requiredOption("--out <file>", "the zip file to write; it must not exist")
    .option("--country <code>", "only signers of this country, such as TH")
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
  const progress = showProgress(cli.terminal, "signatures");
  const written = await interruptible((signal) =>
    withDatabase(cli, async (database) => {
      const campaign = await findNamedCampaign({ database }, slug);
      const openKeys = () => openCheckedKeys({ database }, keysPath(cli.env));
      const onProgress = progress.update;
      return writeBundle({ database, openKeys }, { campaign, country, path, onProgress, signal });
    }),
  ).finally(progress.end);
  const of = country === undefined ? "" : ` from ${country}`;
  cli.print(
    [
      `${path}: ${written.signatures.toLocaleString("en")} signatures${of}, ${written.wordings} wordings, ${written.bytes.toLocaleString("en")} bytes.`,
      "The counts agree with the tallies. Tell the receiver these in another way than the file:",
      `  SHA-256 of the file        ${written.sha256}`,
      `  SHA-256 of its SHA256SUMS  ${written.sumsSha256}`,
    ].join("\n"),
  );
}
