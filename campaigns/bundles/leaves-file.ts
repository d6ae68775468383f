import type { mongo } from "mongoose";
import { type Leaf, leavesOf } from "../log/leaf.ts";
import { readLoggedSheets } from "../log/read-logged-sheets.ts";
import { signatureId } from "../petitions/person.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { hashLeaf, type RootBuilder } from "../platform/tree-hash.ts";
import { disclosure, fieldHash } from "../signing/intake/salted-fields.ts";
import type { FrozenRoll } from "./at-frozen-roll.ts";
import { broughtBy } from "./brought-by.ts";
import type { BundleLevel } from "./bundle-level.ts";
import { type BundleScope, inScope } from "./bundle-scope.ts";
import type { Database } from "./deps.ts";
import { HashRuns } from "./hash-runs.ts";
import { openSignatory } from "./open-signatory.ts";
import type { RollEntry } from "./signature-rows.ts";

/** Which leaves are written, and how much of those that count. */
export type LeavesSource = {
  database: Pick<Database, "sheets" | "signatures">;
  roll: FrozenRoll;
  keys: Keys;
  scope: BundleScope;
  level: BundleLevel;
};

/** A leaf with what is needed to find the signature that it brought. */
type Placed = Leaf & { sheet: mongo.ObjectId; id: Buffer };

const leavesAtOnce = 4_000;

/**
 * Writes leaves.txt, adding every leaf of the log to `tree`. Leaves of the scope stand there as they are, followed from
 * level 2 on by what opens their fields; what is beside them is one line for each subtree. docs/bundle.md describes it.
 */
export async function* leavesFile(source: LeavesSource, tree: RootBuilder): AsyncGenerator<Buffer> {
  const { database, roll, scope } = source;
  const { campaign } = scope;
  const isShown = inScope(scope);
  const hidden = new HashRuns();
  let lines: (string | Placed)[] = [];
  for await (const sheet of readLoggedSheets(database, campaign, 0, roll.moment)) {
    if (sheet.log >= roll.leaves) break;
    for (const leaf of leavesOf(campaign, sheet)) {
      const hash = hashLeaf(Buffer.from(leaf.text));
      if (isShown(leaf)) {
        const id = signatureId(leaf.person, leaf.slot);
        lines.push(...runLines(hidden), { ...leaf, sheet: sheet._id, id });
      } else hidden.add(hash, tree.size);
      tree.add(hash);
    }
    if (lines.length < leavesAtOnce) continue;
    yield await writeLines(source, lines);
    lines = [];
  }
  lines.push(...runLines(hidden));
  yield await writeLines(source, lines);
}

function runLines(hidden: HashRuns): string[] {
  return hidden.take().map(({ height, hash }) => `# ${height} ${hash.toString("hex")}\n`);
}

async function writeLines(source: LeavesSource, lines: readonly (string | Placed)[]): Promise<Buffer> {
  const opened = await openLeaves(
    source,
    lines.filter((line) => typeof line !== "string"),
  );
  return Buffer.from(
    lines
      .map((line) => (typeof line === "string" ? line : `${line.text}${opened.get(line) ?? ""}\n`))
      .join(""),
  );
}

/** What opens the fields of those leaves whose signatures count. */
async function openLeaves(
  { database, roll, keys, level }: LeavesSource,
  leaves: readonly Placed[],
): Promise<Map<Placed, string>> {
  const opened = new Map<Placed, string>();
  if (level < 2 || leaves.length === 0) return opened;
  const found = await database.signatures
    .find<RollEntry>({ _id: { $in: leaves.map(({ id }) => id) }, state: "counted" }, roll.moment)
    .toArray();
  const counted = new Map(found.map((entry) => [entry._id.toString("latin1"), entry]));
  for (const leaf of leaves) {
    const entry = counted.get(leaf.id.toString("latin1"));
    if (leaf.kind !== "sign" || !entry) continue;
    const line = broughtBy(entry);
    if (!line.sheet.equals(leaf.sheet) || line.line !== leaf.line) continue;
    opened.set(leaf, openFields(keys, entry, level));
  }
  return opened;
}

/** A field that is shown is its disclosure, one that is not its hash; nothing where no secret was stored. */
function openFields(keys: Keys, entry: RollEntry, level: BundleLevel): string {
  const { name, postcode, secret } = openSignatory(keys, entry);
  if (secret === undefined) return "";
  const shownName = entry.unnamed
    ? fieldHash(secret, "name", name).toString("hex")
    : disclosure(secret, "name", name);
  const shownPostcode =
    level < 3
      ? fieldHash(secret, "postcode", postcode).toString("hex")
      : disclosure(secret, "postcode", postcode);
  return `\t${shownName}\t${shownPostcode}`;
}
