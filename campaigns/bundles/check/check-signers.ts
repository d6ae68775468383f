import { type Check, Problems } from "./check.ts";
import { readShownLeaves } from "./check-log.ts";
import type { OpenedBundle } from "./open-bundle.ts";
import type { ShownLeaf } from "./read-leaf.ts";
import type { Manifest } from "./read-manifest.ts";
import { readSignatures, type SignatureRow } from "./read-signature-rows.ts";

/** Keys that are held at once: whatever the number of signatures, memory stays bounded by it. */
const keysAtOnce = 200_000;

/** What the log says of a key that counts, or that it was taken off. */
type Standing = Pick<ShownLeaf, "petition" | "wording" | "country" | "day" | "name"> | "withdrawn";

/**
 * Checks that nobody signs twice without withdrawing in between, and that the list of signatures is what the log says:
 * the same keys, petitions, texts, countries, days and names. The log is read once for so many keys.
 */
export async function checkSigners(bundle: OpenedBundle, manifest: Manifest): Promise<Check[]> {
  const { signatures } = manifest.counts;
  const parts = Math.max(Math.ceil(signatures / keysAtOnce), 1);
  const order = new Problems();
  const list = new Problems();
  let counted = 0;
  for (let part = 0; part < parts; part += 1) {
    const isMine = (key: string) => Number.parseInt(key.slice(0, 8), 16) % parts === part;
    const standings = await readStandings(bundle, isMine, order);
    const counting = [...standings].filter(([, standing]) => standing !== "withdrawn");
    counted += counting.length;
    if (manifest.level >= 2)
      await compareList(bundle, manifest, { isMine, standings: new Map(counting), list });
  }
  if (counted !== signatures)
    order.add(`${counted.toLocaleString("en")} count, not ${signatures.toLocaleString("en")}`);
  const checks = [order.check("No signer's key counts twice, and as many count as it says.")];
  if (manifest.level < 2) return checks;
  return [...checks, list.check("Each line of the list is a signature of the log, and none is left out.")];
}

async function readStandings(
  bundle: OpenedBundle,
  isMine: (key: string) => boolean,
  problems: Problems,
): Promise<Map<string, Standing>> {
  const standings = new Map<string, Standing>();
  for await (const leaf of readShownLeaves(bundle)) {
    const { key, kind } = leaf;
    if (!isMine(key)) continue;
    const isCounted = (standings.get(key) ?? "withdrawn") !== "withdrawn";
    if (isCounted === (kind === "sign"))
      problems.add(isCounted ? `${key} signs twice` : `${key} withdraws what it never signed`);
    standings.set(key, kind === "sign" ? leaf : "withdrawn");
  }
  return standings;
}

type Comparison = { isMine: (key: string) => boolean; standings: Map<string, Standing>; list: Problems };

async function compareList(
  bundle: OpenedBundle,
  manifest: Manifest,
  { isMine, standings, list }: Comparison,
): Promise<void> {
  const wordings = new Map(
    manifest.counts.byWording.map(({ petition, language, version, sha256 }) => [
      `${petition}/${language}/${version}`,
      sha256,
    ]),
  );
  for await (const row of readSignatures(bundle, list)) {
    if (!isMine(row.key)) continue;
    const standing = standings.get(row.key);
    standings.delete(row.key);
    if (!standing || standing === "withdrawn") list.add(`${row.key} does not count by the log`);
    else if (!isSame(row, standing, wordings)) list.add(`${row.key} differs from the log`);
  }
  for (const key of standings.keys()) list.add(`${key} is left out`);
}

function isSame(
  row: SignatureRow,
  { petition, wording, country, day, name }: Exclude<Standing, "withdrawn">,
  wordings: ReadonlyMap<string, string>,
): boolean {
  const isText = wordings.get(`${row.petition}/${row.language}/${row.version}`) === wording;
  // Of a line that came on paper or by import the log holds no name.
  const isName = name === undefined || row.name === name;
  return isText && isName && row.petition === petition && row.country === country && row.day === day;
}
