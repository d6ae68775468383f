import { sign } from "node:crypto";
import type { StoredCheckpoint } from "../log/checkpoint.model.ts";
import { parseCheckpoint } from "../log/checkpoint.ts";
import { parseNote } from "../log/signed-note.ts";
import { DomainError } from "../platform/errors.ts";
import { type Keys, publicKeyPem } from "../platform/sealing/keys.ts";
import { RootBuilder } from "../platform/tree-hash.ts";
import { type Counts, compareCounts } from "../signing/tallies/recount-roll.ts";
import type { FrozenRoll } from "./at-frozen-roll.ts";
import type { BundleLevel } from "./bundle-level.ts";
import { type BundleScope, countsIn, nameScope } from "./bundle-scope.ts";
import { countsCsv } from "./counts-csv.ts";
import type { Database } from "./deps.ts";
import { leavesFile } from "./leaves-file.ts";
import { manifestJson } from "./manifest.ts";
import { openSignatory } from "./open-signatory.ts";
import type { Pack, PackedFile } from "./pack.ts";
import type { PackedBundle } from "./packed-bundle.ts";
import { mostPrinted, packPrints } from "./print/pack-prints.ts";
import { readRoll } from "./read-roll.ts";
import { readmeText } from "./readme-text.ts";
import { RollCount } from "./roll-count.ts";
import { showsPostcode } from "./shows-postcode.ts";
import { csvHead, signatureColumns, signatureJson, signatureLine } from "./signature-rows.ts";
import { signedTexts } from "./signed-texts.ts";

/** Which signatures go into a bundle, how much of them, as of which moment, and what the tallies say about them. */
export type BundleSource = {
  database: Pick<Database, "organisations" | "sheets" | "signatures">;
  roll: FrozenRoll;
  /** Of the log as it was at that moment. */
  checkpoint: StoredCheckpoint;
  keys: Keys;
  scope: BundleScope;
  level: BundleLevel;
  /** Who is to get it; it is told in the bundle and on each printed page. */
  recipient: string | undefined;
  /** Leaves out the signature pages. */
  withoutPages: boolean;
  onProgress: (written: number, expected: number) => void;
};

/** How much of the time goes into the files for programs where pages are printed too. */
const filesShare = 0.1;

/** Packs all files of a bundle. @throws DomainError `bundle-refused` or `keys-lost`. */
export async function packBundle(pack: Pack, source: BundleSource): Promise<PackedBundle> {
  const { scope, level, recipient, checkpoint, keys } = source;
  const { campaign } = scope;
  const hasPages = level >= 2 && !source.withoutPages && expectedOf(source) <= mostPrinted;
  const files: PackedFile[] = [];
  const count = await packSignatures(pack, hasPages ? slowed(source, 0, filesShare) : source, files);
  refuseDrift(source, count);
  if (level >= 1) await packLeaves(pack, source, files);
  const texts = signedTexts(campaign, count.wordings());
  for (const { file, bytes } of texts) files.push(pack.addText(file, bytes));
  files.push(pack.addText("counts.csv", countsCsv(count, scope, level)));
  files.push(pack.addText("checkpoint.txt", checkpoint.note));
  const log = readHead(checkpoint);
  const toPrint = { ...slowed(source, filesShare, 1), hasPages, count, texts, files, log };
  files.push(...(await packPrints(pack, toPrint)));
  files.push(pack.addText("README.txt", readmeText(scope, count, { level, hasPages, recipient })));
  files.push(pack.addText("public-key.pem", publicKeyPem(keys)));
  files.push(
    pack.addText("manifest.json", manifestJson({ scope, level, recipient, count, texts, files, log })),
  );
  const signed = sumsText(files);
  const sums = pack.addText("SHA256SUMS", signed);
  pack.addText("SHA256SUMS.sig", sign(null, Buffer.from(signed), keys.signing()));
  const { bytes, sha256 } = await pack.finish();
  return { signatures: count.signatures, wordings: texts.length, bytes, sha256, sumsSha256: sums.sha256 };
}

/** Tells progress as a part of the whole: what goes from 0 to all is told from a share to another. */
function slowed(source: BundleSource, from: number, to: number): BundleSource {
  const onProgress = (done: number, all: number) =>
    source.onProgress(Math.floor(all * from + done * (to - from)), all);
  return { ...source, onProgress };
}

/** Writes what shows each signature, and counts them all. */
async function packSignatures(pack: Pack, source: BundleSource, files: PackedFile[]): Promise<RollCount> {
  const { level, scope } = source;
  const count = new RollCount();
  if (level < 2) {
    await countRoll(source, count);
    return count;
  }
  const hasPostcode = showsPostcode(scope, level);
  const head = csvHead(signatureColumns(hasPostcode));
  files.push(await pack.addStream("signatures.csv", rows(source, count, signatureLine, head)));
  files.push(await pack.addStream("signatures.ndjson", rows(source, new RollCount(), signatureJson, "")));
  return count;
}

/** Writes one row for each signature, batch by batch, counting as it goes. */
async function* rows(
  source: BundleSource,
  count: RollCount,
  write: typeof signatureLine,
  head: string,
): AsyncGenerator<Buffer> {
  const { keys, scope, level } = source;
  const hasPostcode = showsPostcode(scope, level);
  const expected = expectedOf(source);
  if (head !== "") yield Buffer.from(head);
  for await (const entries of readRoll(source.database, source.roll, scope)) {
    let lines = "";
    for (const entry of entries) {
      count.add(entry);
      lines += write(count.signatures, entry, openSignatory(keys, entry), hasPostcode);
    }
    yield Buffer.from(lines);
    source.onProgress(count.signatures, expected);
  }
}

async function countRoll(source: BundleSource, count: RollCount): Promise<void> {
  const expected = expectedOf(source);
  for await (const entries of readRoll(source.database, source.roll, source.scope)) {
    for (const entry of entries) count.add(entry);
    source.onProgress(count.signatures, expected);
  }
}

async function packLeaves(pack: Pack, source: BundleSource, files: PackedFile[]): Promise<void> {
  const tree = new RootBuilder();
  files.push(await pack.addStream("leaves.txt", leavesFile(source, tree)));
  const { size, root } = readHead(source.checkpoint);
  if (tree.size === size && tree.root().equals(root)) return;
  throw new DomainError(
    "bundle-refused",
    `The log and its leaves disagree, so nothing was written: run npm run sheaf -- recount ${source.scope.campaign.slug}.`,
  );
}

function readHead({ note }: StoredCheckpoint) {
  const head = parseCheckpoint(parseNote(note)?.text ?? "");
  if (!head) throw new Error("A stored checkpoint can't be read.");
  return head;
}

function refuseDrift({ scope, roll }: BundleSource, count: RollCount): void {
  const drift = [...compareCounts(count.byKey, countsIn(scope, roll.byKey)), ...roll.drift];
  if (drift.length > 0) {
    const lines = drift.map(
      ({ where, roll: counted, tallies }) => `  ${where}: roll ${counted}, tallies ${tallies}`,
    );
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

function expectedOf({ scope, roll }: BundleSource): number {
  return sum(countsIn(scope, roll.byKey));
}

function sum(counts: Counts): number {
  return counts.values().reduce((total, count) => total + count, 0);
}
