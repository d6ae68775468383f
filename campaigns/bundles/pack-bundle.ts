import { sign } from "node:crypto";
import type { Moment } from "../platform/at-one-moment.ts";
import { DomainError } from "../platform/errors.ts";
import { type Keys, publicKeyPem } from "../platform/sealing/keys.ts";
import { type Counts, compareCounts, type Expectation } from "../signing/tallies/recount-roll.ts";
import { type BundleScope, countsIn, nameScope } from "./bundle-scope.ts";
import { countsCsv } from "./counts-csv.ts";
import type { Database } from "./deps.ts";
import { manifestJson } from "./manifest.ts";
import { openSignatory } from "./open-signatory.ts";
import type { Pack, PackedFile } from "./pack.ts";
import type { PackedBundle } from "./packed-bundle.ts";
import { readRoll } from "./read-roll.ts";
import { readmeText } from "./readme-text.ts";
import { RollCount } from "./roll-count.ts";
import { csvHead, signatureColumns, signatureLine } from "./signature-rows.ts";
import { signedTexts } from "./signed-texts.ts";

/** Which signatures go into a bundle, as of which moment, and what the tallies say about them. */
export type BundleSource = {
  database: Pick<Database, "signatures">;
  moment: Moment;
  keys: Keys;
  scope: BundleScope;
  expectation: Expectation;
  onProgress: (written: number, expected: number) => void;
};

/** Packs all files of a bundle. @throws DomainError `bundle-refused` or `keys-lost`. */
export async function packBundle(pack: Pack, source: BundleSource): Promise<PackedBundle> {
  const { scope } = source;
  const { campaign } = scope;
  const count = new RollCount();
  const files = [await pack.addStream("signatures.csv", signaturesCsv(source, count))];
  refuseDrift(source, count);
  const texts = signedTexts(campaign, count.wordings());
  for (const { file, bytes } of texts) files.push(pack.addText(file, bytes));
  files.push(pack.addText("counts.csv", countsCsv(count)));
  const columns = signatureColumns(campaign.asksPostcode);
  files.push(pack.addText("README.txt", readmeText(scope, count, columns)));
  files.push(pack.addText("public-key.pem", publicKeyPem(source.keys)));
  files.push(pack.addText("manifest.json", manifestJson({ scope, count, texts, files })));
  const signed = sumsText(files);
  const sums = pack.addText("SHA256SUMS", signed);
  pack.addText("SHA256SUMS.sig", sign(null, Buffer.from(signed), source.keys.signing()));
  const { bytes, sha256 } = await pack.finish();
  return { signatures: count.signatures, wordings: texts.length, bytes, sha256, sumsSha256: sums.sha256 };
}

/** Writes signatures.csv batch by batch, counting as it goes. */
async function* signaturesCsv(source: BundleSource, count: RollCount): AsyncGenerator<Buffer> {
  const { database, moment, keys, scope, expectation, onProgress } = source;
  const { asksPostcode } = scope.campaign;
  const expected = sum(countsIn(scope, expectation.byKey));
  yield Buffer.from(csvHead(signatureColumns(asksPostcode)));
  for await (const entries of readRoll(database, moment, scope)) {
    let lines = "";
    for (const entry of entries) {
      count.add(entry);
      lines += signatureLine(count.signatures, entry, openSignatory(keys, entry), asksPostcode);
    }
    yield Buffer.from(lines);
    onProgress(count.signatures, expected);
  }
}

function refuseDrift({ scope, expectation }: BundleSource, count: RollCount): void {
  const drift = [...compareCounts(count.byKey, countsIn(scope, expectation.byKey)), ...expectation.drift];
  if (drift.length > 0) {
    const lines = drift.map(({ where, roll, tallies }) => `  ${where}: roll ${roll}, tallies ${tallies}`);
    throw new DomainError(
      "bundle-refused",
      ["The roll and the tallies disagree, so nothing was written:", ...lines].join("\n"),
    );
  }
  if (count.signatures > 0) return;
  const of = nameScope(scope);
  throw new DomainError("bundle-refused", `No signature of ${of} counts yet, so nothing was written.`);
}

/** What `sha256sum -c` reads. */
function sumsText(files: readonly PackedFile[]): string {
  return files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
}

function sum(counts: Counts): number {
  return counts.values().reduce((total, count) => total + count, 0);
}
