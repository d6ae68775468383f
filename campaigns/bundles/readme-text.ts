import { campaignName } from "../petitions/text-locale.ts";
import type { BundleScope } from "./bundle-scope.ts";
import type { RollCount } from "./roll-count.ts";
import { dayOf } from "./signature-rows.ts";

/** Rows of a file that spreadsheets can show, including its header. */
const mostRows = 1_048_576;

/** Writes README.txt: what a bundle contains and how its receiver can check it. */
export function readmeText(
  { campaign, country, organisation }: BundleScope,
  count: RollCount,
  columns: readonly string[],
): string {
  const name = campaignName(campaign, "en");
  const under = organisation === undefined ? "" : ` under the petitions of ${organisation}`;
  const from = country === undefined ? "" : ` of signers in ${country} (ISO 3166-1)`;
  const days = `${dayOf(new Date(count.first))} to ${dayOf(new Date(count.last))}`;
  const paragraphs = [
    `${name}\n${"=".repeat(name.length)}`,
    `This bundle holds ${count.signatures.toLocaleString("en")} signatures${under}${from}, given from ${days} (days in UTC).`,
    `signatures.csv  one line for each signature:
                ${columns.join(", ")}
texts/          the petitions as they were signed: a folder for each petition, a file for each language and version
counts.csv      how many signed, by petition, country, channel and wording
manifest.json   the same counts, the checksum of each file, by which rule people were counted once, and what that
                proves and does not prove
SHA256SUMS      the checksums of all these files, for programs
SHA256SUMS.sig  the signature of SHA256SUMS (Ed25519), by those who collected the signatures
public-key.pem  the key that the signature is checked with
README.txt      this text`,
    "HOW TO CHECK IT",
    `Unpack it into an empty folder, open a terminal there, and type what stands behind the $ signs, one line after another. On
macOS type shasum -a 256 instead of sha256sum.

1. No file was changed since the checksums were made; every line says OK.

$ sha256sum --check --strict SHA256SUMS

2. The checksums were signed with the key in public-key.pem; it says "Signature Verified Successfully".

$ openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig

3. The key belongs to those who collected the signatures: their site publishes it at /key.pem. Compare it with the one here, or
ask the organiser to read you its SHA-256 over the telephone. This prints it:

$ sha256sum public-key.pem

4. There are as many signatures as it says above, and no key occurs twice.

$ test $(grep -a -c -E ',[0-9a-f]{32}-[0-9]+.$' signatures.csv) -eq ${count.signatures}
$ test $(grep -a -o -E '[0-9a-f]{32}-[0-9]+.$' signatures.csv | sort | uniq -d | wc -l) -eq 0`,
    "HOW TO READ IT",
    `The .csv files are text in UTF-8 (with a byte order mark, so that spreadsheets see it), separated by commas, each line
ending in CR LF (RFC 4180). An apostrophe before = + - or @, at the beginning of a cell or behind a semicolon, keeps a
spreadsheet from calculating it; it is not part of the name. If your spreadsheet shows a whole line in one cell, import the
file as text separated by commas (Excel: Data, From Text/CSV), and tell it that postcodes are text: it may drop zeros.`,
    ...(count.signatures >= mostRows
      ? [
          `A spreadsheet shows the first ${mostRows.toLocaleString("en")} lines of a file and leaves out the rest: open
signatures.csv with a database program or a text editor for large files.`,
        ]
      : []),
    `The lines are in the order of their keys, which says nothing about who signed when. A key is the same for the same
mailbox in all bundles of this campaign, and another one in every other campaign; nobody can work out an address from it.
E-mail addresses are not in the bundle. It holds personal data: pass it on only to whom the signers addressed it.`,
  ];
  return `${paragraphs.join("\n\n")}\n`;
}
