import { campaignName } from "../petitions/text-locale.ts";
import type { BundleLevel } from "./bundle-level.ts";
import type { BundleScope } from "./bundle-scope.ts";
import type { RollCount } from "./roll-count.ts";
import { showsPostcode } from "./shows-postcode.ts";
import { dayOf, signatureColumns } from "./signature-rows.ts";

/** Rows of a file that spreadsheets can show, including its header. */
const mostRows = 1_048_576;

/** Writes README.txt: what a bundle contains and how its receiver can check it. */
export function readmeText(
  scope: BundleScope,
  count: RollCount,
  { level, hasPages, recipient }: { level: BundleLevel; hasPages: boolean; recipient: string | undefined },
): string {
  const { campaign, country, organisation } = scope;
  const name = campaignName(campaign, "en");
  const under = organisation === undefined ? "" : ` under the petitions of ${organisation}`;
  const from = country === undefined ? "" : ` of signers in ${country} (ISO 3166-1)`;
  const days = `${dayOf(new Date(count.first))} to ${dayOf(new Date(count.last))}`;
  const paragraphs = [
    `${name}\n${"=".repeat(name.length)}`,
    `This bundle holds ${count.signatures.toLocaleString("en")} signatures${under}${from}, given from ${days} (days in UTC). ${shows[level]}`,
    ...(recipient === undefined ? [] : [`It was made for: ${recipient}`]),
    fileList(scope, level, hasPages),
    "HOW TO CHECK IT",
    checksText(count, level),
    "HOW TO READ IT",
    ...(level >= 2 ? [spreadsheetText] : []),
    ...(level >= 2 && count.signatures >= mostRows ? [longText] : []),
    ...(level >= 1 ? [keysText] : []),
    level >= 2
      ? "E-mail addresses are not in the bundle. It holds personal data: pass it on only to whom the signers addressed it."
      : "It holds no names, no addresses and no postcodes.",
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

const shows: Readonly<Record<BundleLevel, string>> = {
  0: "It tells how many, and shows no single one.",
  1: "It shows each one without a name.",
  2: "It shows their names, but for those who asked to be left unnamed.",
  3: "It shows their names, but for those who asked to be left unnamed, and their postcodes where they were asked for.",
};

function fileList(scope: BundleScope, level: BundleLevel, hasPages: boolean): string {
  const columns = signatureColumns(showsPostcode(scope, level)).join(", ");
  const lines = [
    ...(level >= 2
      ? [
          `signatures.csv     one line for each signature, for spreadsheets:
                   ${columns}`,
          "signatures.ndjson  the same for programs: one line of JSON for each",
        ]
      : []),
    ...(level >= 1
      ? ["leaves.txt         the log of the campaign: what happened to its signatures, in order"]
      : []),
    `checkpoint.txt     how far the log had come when this was made, signed; the site publishes the same
texts/             the petitions as they were signed: a folder for each, a file for each language and version
counts.csv         how many signed, by petition, country, channel and wording
letter.pdf         the letter to the office: what is asked, by how many, who collected and who hands over
summary.pdf        the counts with a map and a chart, how they were counted, what they prove and do not prove`,
    ...(hasPages
      ? [
          `signatures-001.pdf and on
                   the list on paper, 5,000 to a file; each page names the checksum of signatures.csv`,
        ]
      : []),
    `manifest.json      the same counts, the checksum of each file, by which rule people were counted once, and what that
                   proves and does not prove
SHA256SUMS         the checksums of all these files, for programs
SHA256SUMS.sig     the signature of SHA256SUMS (Ed25519), by those who collected the signatures
public-key.pem     the key that the signature is checked with
README.txt         this text`,
  ];
  return lines.join("\n");
}

function checksText({ signatures }: RollCount, level: BundleLevel): string {
  return [
    `Unpack it into an empty folder, open a terminal there, and type what stands behind the $ signs, one line after another. On
macOS type shasum -a 256 instead of sha256sum.

1. No file was changed since the checksums were made; every line says OK.

$ sha256sum --check --strict SHA256SUMS

2. The checksums were signed with the key in public-key.pem; it says "Signature Verified Successfully".

$ openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig

3. The key belongs to those who collected the signatures: their site publishes it at /key.pem. Compare it with the one here, or
ask the organiser to read you its SHA-256 over the telephone. This prints it:

$ sha256sum public-key.pem`,
    ...(level >= 1
      ? [
          `4. There are as many as it says above: of the log, those who signed less those who withdrew.

$ test $(( $(grep -a -c '^1 sign ' leaves.txt) - $(grep -a -c '^1 withdraw ' leaves.txt) )) -eq ${signatures}`,
        ]
      : []),
    ...(level >= 2
      ? [
          `5. The list has as many lines, and no key occurs twice.

$ test $(grep -a -c -E ',[0-9a-f]{32}-[0-9]+.$' signatures.csv) -eq ${signatures}
$ test $(grep -a -o -E '[0-9a-f]{32}-[0-9]+.$' signatures.csv | sort | uniq -d | wc -l) -eq 0`,
        ]
      : []),
    `That each line belongs to the log, and the log to the checkpoint, is more work: "npm run sheaf -- verify" does it, and
so does verify_bundle.py, which needs nothing but Python. Both are published with the program, Sheaf.`,
  ].join("\n\n");
}

const spreadsheetText = `The .csv files are text in UTF-8 (with a byte order mark, so that spreadsheets see it), separated by commas, each line
ending in CR LF (RFC 4180). An apostrophe before = + - or @, at the beginning of a cell or behind a semicolon, keeps a
spreadsheet from calculating it; it is not part of the name. If your spreadsheet shows a whole line in one cell, import the
file as text separated by commas (Excel: Data, From Text/CSV), and tell it that postcodes are text: it may drop zeros.`;

const longText = `A spreadsheet shows the first ${mostRows.toLocaleString("en")} lines of a file and leaves out the rest: open
signatures.csv with a database program or a text editor for large files.`;

const keysText = `A key stands for a mailbox: it is the same in all bundles of this campaign, and another one in every other campaign; nobody
can work out an address from it. Lists are in the order of their keys. The log is in the order in which signatures were
counted.`;
