import { createHash, createPublicKey, verify } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { DomainError } from "../platform/errors.ts";
import { readSignatureRows } from "./read-signature-rows.ts";

/** One thing that was checked, in words, and what is wrong about it; nothing when it holds. */
export type Check = { says: string; problem?: string };

/** What `verifyBundle` found: all checks, and the SHA-256 of the key that the bundle is signed with. */
export type Verification = { checks: Check[]; keySha256: string };

/** Files that others check and that are not checked by their own hash. */
const unsummed = new Set(["SHA256SUMS", "SHA256SUMS.sig"]);

/** Small files are read whole; none of them is larger than this in a bundle of ours. */
const mostBytes = 4 << 20;

const manifest = Type.Object({
  format: Type.Literal("sheaf-bundle"),
  formatVersion: Type.Literal(1),
  counts: Type.Object({
    signatures: Type.Integer({ minimum: 1 }),
    byCountry: Type.Record(Type.String(), Type.Integer()),
  }),
});

/**
 * Checks a bundle as its receiver would: nothing in it that is not signed for, every file as it was signed, the key
 * known, every signature once, and as many as the manifest says. It streams: memory does not grow with the bundle.
 * @throws DomainError `bundle-refused` when the file is no bundle at all, or was cut off.
 */
export async function verifyBundle(path: string, knownKey?: string): Promise<Verification> {
  try {
    // It is read several times: yauzl would close it after the first.
    const zip = await openPromise(path, { autoClose: false });
    try {
      return await verifyZip(zip, knownKey);
    } finally {
      zip.close();
    }
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError("bundle-refused", `This is no bundle, or it was cut off or changed: ${reason}.`, {
      cause,
    });
  }
}

async function verifyZip(zip: ZipFile, knownKey: string | undefined): Promise<Verification> {
  const { entries, twice } = await listEntries(zip);
  const read = (name: string) => readSmall(zip, entries, name);
  const [sums, signature, key] = [
    await read("SHA256SUMS"),
    await read("SHA256SUMS.sig"),
    await read("public-key.pem"),
  ];
  const promised = parseSums(sums.toString("utf8"));
  const names = [...entries.keys()].filter((name) => !unsummed.has(name));
  const unsigned = names.filter((name) => !promised.has(name));
  const missing = [...promised.keys()].filter((name) => !entries.has(name));
  const isSigned = verify(null, sums, createPublicKey(key), signature);
  const checks: Check[] = [
    check("Every file in it is signed for, and none is missing.", [
      ...twice.map((name) => `${name} is there twice`),
      ...unsigned.map((name) => `${name} is not signed for`),
      ...missing.map((name) => `${name} is missing`),
    ]),
    check(
      "The list of files was signed with the key in the bundle.",
      isSigned ? [] : ["the signature does not fit"],
    ),
    checkKey(key, knownKey),
    check("Every file is as it was signed.", await changedFiles(zip, entries, promised)),
    ...(await checkSignatures(
      zip,
      entries,
      Value.Parse(manifest, JSON.parse((await read("manifest.json")).toString())),
    )),
  ];
  return { checks, keySha256: createHash("sha256").update(key).digest("hex") };
}

function check(says: string, problems: readonly string[]): Check {
  if (problems.length === 0) return { says };
  const shown = problems.slice(0, 5).join("; ");
  return { says, problem: problems.length > 5 ? `${shown}; and ${problems.length - 5} more` : shown };
}

function checkKey(key: Buffer, known: string | undefined): Check {
  if (known === undefined)
    return { says: "Whose key it is was not checked: give the one that their site publishes, with --key." };
  const isKnown = createPublicKey(known).equals(createPublicKey(key));
  return check("The key is the one that you were given.", isKnown ? [] : ["it is another key"]);
}

async function listEntries(zip: ZipFile): Promise<{ entries: Map<string, Entry>; twice: string[] }> {
  const entries = new Map<string, Entry>();
  const twice: string[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) twice.push(entry.fileName);
    entries.set(entry.fileName, entry);
  }
  return { entries, twice };
}

async function readSmall(zip: ZipFile, entries: ReadonlyMap<string, Entry>, name: string): Promise<Buffer> {
  const entry = entries.get(name);
  if (!entry)
    throw new DomainError(
      "bundle-refused",
      `${name} is not in it: this is no bundle, or it is an older one without a signature.`,
    );
  if (entry.uncompressedSize > mostBytes)
    throw new DomainError("bundle-refused", `${name} is too large to be that of a bundle.`);
  return buffer(await zip.openReadStreamPromise(entry));
}

/** Hashes by name, from the lines that `sha256sum` reads. */
function parseSums(text: string): Map<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  const sums = lines.map((line) => /^([0-9a-f]{64}) {2}([^\\]+)$/.exec(line));
  if (!sums.every((one) => one !== null))
    throw new DomainError("bundle-refused", "SHA256SUMS has a line that is none.");
  return new Map(sums.map(([, hash = "", name = ""]) => [name, hash]));
}

async function changedFiles(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  promised: ReadonlyMap<string, string>,
): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, expected] of promised) {
    const entry = entries.get(name);
    if (!entry) continue;
    const hash = createHash("sha256");
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) hash.update(chunk);
    } catch (cause) {
      changed.push(`${name} can't be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      continue;
    }
    if (hash.digest("hex") !== expected) changed.push(`${name} was changed`);
  }
  return changed;
}

/** Lines are in the order of their keys: one that is there twice follows on itself. */
async function checkSignatures(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  { counts }: Static<typeof manifest>,
): Promise<Check[]> {
  const entry = entries.get("signatures.csv");
  if (!entry) throw new DomainError("bundle-refused", "signatures.csv is not in it.");
  const byCountry = new Map<string, number>();
  const misplaced: string[] = [];
  let lines = 0;
  let last = "";
  for await (const { country, key } of readSignatureRows(await zip.openReadStreamPromise(entry))) {
    lines += 1;
    byCountry.set(country, (byCountry.get(country) ?? 0) + 1);
    if (key <= last) misplaced.push(key === last ? `${key} is there twice` : `${key} is not in order`);
    last = key;
  }
  const differing = Object.entries(counts.byCountry).filter(
    ([country, count]) => byCountry.get(country) !== count,
  );
  const { signatures } = counts;
  return [
    check("No signer's code is there twice.", misplaced),
    check(
      `It holds the ${signatures.toLocaleString("en")} signatures that it says.`,
      lines === signatures ? [] : [`it holds ${lines.toLocaleString("en")}`],
    ),
    check(
      "As many from each country as it says.",
      differing.map(([country, count]) => `${country}: ${byCountry.get(country) ?? 0}, not ${count}`),
    ),
  ];
}
