import type { Campaign } from "../petitions/campaign.ts";
import { signedVersion } from "../petitions/campaign-by-ordinal.ts";
import { personLength } from "../petitions/person.ts";
import type { Line, Sheet, TakenFrom } from "../signing/sheets/sheet.model.ts";

/** What leaves of a log are made of: a folded sheet. */
export type LoggedSheet = Pick<
  Sheet,
  "_id" | "kind" | "at" | "lines" | "outcomes" | "slots" | "takenFrom"
> & {
  log: number;
};

/** A leaf: its text, and what it tells of which line of its sheet. */
export type Leaf = {
  text: string;
  kind: "sign" | "withdraw";
  line: number;
  person: Buffer;
  slot: number;
  petition: string;
  country: string;
};

/** Increases when the parts of a leaf change. */
const version = 1;

/** Stands where a leaf has nothing to say. */
const nothing = "-";

/**
 * The leaves of a sheet in their order: one for each line that put a signature on the roll or took one off it. A leaf
 * is one line of text, its parts separated by spaces; docs/log.md describes them.
 * @throws Error when the catalogue no longer has a wording that was signed.
 */
export function leavesOf(campaign: Campaign, sheet: LoggedSheet): Leaf[] {
  const day = sheet.at.toISOString().slice(0, 10);
  return sheet.lines.flatMap((line, index): Leaf[] => {
    const outcome = sheet.outcomes?.[index];
    if (outcome === "counted") {
      const slot = sheet.slots?.[index] ?? 0;
      const { person, petition, country } = line;
      const text = signLeaf(campaign, line, slot, day);
      return [{ text, kind: "sign", line: index, person, slot, petition, country }];
    }
    if (outcome === "withdrawn") {
      const from = sheet.takenFrom?.[index] ?? line;
      const { petition, country } = from;
      const text = withdrawLeaf(line, from, day);
      const { person, slot = 0 } = line;
      return [{ text, kind: "withdraw", line: index, person, slot, petition, country }];
    }
    return [];
  });
}

function signLeaf(campaign: Campaign, line: Line, slot: number, day: string): string {
  const { petition, country, locale, fields } = line;
  const text = signedVersion(campaign, line).version.texts[locale];
  if (!text)
    throw new Error(`${campaign.slug}: petition ${petition} version ${line.version} has no "${locale}".`);
  const commitment = fields?.toString("hex") ?? nothing;
  const parts = [petition, text.sha256, country, day, consentsOf(line), commitment];
  return [version, "sign", signerOf(line, slot), ...parts].join(" ");
}

function withdrawLeaf(line: Line, { petition, country }: TakenFrom, day: string): string {
  const { reason = "withdrawn" } = line;
  return [
    version,
    "withdraw",
    signerOf(line, line.slot ?? 0),
    petition,
    nothing,
    country,
    day,
    reason,
    nothing,
  ].join(" ");
}

/** The nullifier in hex and the slot, as bundles write it. */
function signerOf({ person }: Line, slot: number): string {
  return `${Buffer.from(person.subarray(4, personLength)).toString("hex")}-${slot}`;
}

function consentsOf({ updates, secretariat, unnamed }: Line): string {
  const given = [updates && "updates", secretariat && "secretariat", unnamed && "unnamed"].filter(Boolean);
  return given.join("+") || nothing;
}
