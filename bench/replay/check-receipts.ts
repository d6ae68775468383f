import type { Database } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf } from "#campaigns/petitions/person.ts";
import type { Keys } from "#campaigns/platform/sealing/keys.ts";
import { makeTokens } from "#campaigns/platform/sealing/line-tokens.ts";
import type { Sheet } from "#campaigns/signing/sheets/sheet.model.ts";
import { turnOf } from "../arrivals/requests.ts";
import { addressOf } from "../arrivals/signers.ts";
import { type Findings, note, noteEqual, startFindings } from "./findings.ts";
import { groupBySheet, type Receipts } from "./receipts.ts";

type Checked = { database: Database; keys: Keys; campaign: Campaign; receipts: Receipts; persons: number };

/**
 * Checks every receipt: its sheet exists, the secret belongs to its line, the line has the key of the person who
 * sent it and was counted or found to be a repeat; and each person was counted on exactly one line.
 */
export async function checkReceipts(checked: Checked): Promise<Findings[]> {
  const { database, campaign, persons } = checked;
  const receipts = startFindings("receipts");
  const groups = groupBySheet(checked.receipts);
  const countedLines = new Uint8Array(persons);
  let counted = 0;
  const sheets = database.sheets.find(
    { campaign: campaign.ordinal },
    { projection: { "lines.person": 1, outcomes: 1, state: 1 }, batchSize: 200 },
  );
  for await (const sheet of sheets) {
    counted += sheet.outcomes?.filter((outcome) => outcome === "counted").length ?? 0;
    const name = sheet._id.toHexString();
    checkSheet(checked, sheet, groups.get(name) ?? new Uint32Array(), countedLines, receipts);
    groups.delete(name);
  }
  for (const [sheet, requests] of groups)
    for (const request of requests) note(receipts, `request ${request}: there is no sheet ${sheet}`);
  const lines = startFindings("persons with one counted line each");
  for (const [person, times] of countedLines.entries())
    note(lines, times === 1 ? undefined : `person ${person} was counted on ${times} lines`);
  noteEqual(lines, "counted lines on all sheets", counted, persons);
  return [receipts, lines];
}

function checkSheet(
  { keys, campaign, receipts }: Checked,
  sheet: Sheet,
  requests: Uint32Array,
  countedLines: Uint8Array,
  findings: Findings,
): void {
  const tokens = makeTokens(keys, "receipt", sheet._id, sheet.lines.length);
  const taken = new Set<number>();
  for (const request of requests) {
    const { person, spelling } = turnOf(request);
    const index = receipts.lineOf(request);
    const outcome = sheet.outcomes?.[index];
    const sent = personOf(keys, campaign, addressOf(person, spelling));
    const problems = [
      taken.has(index) && "shares its line with another",
      receipts.textOf(request) !== tokens[index] && "has another secret",
      !sheet.lines[index]?.person.equals(sent) && "names a line of somebody else",
      outcome !== "counted" && outcome !== "repeat" && `has the outcome ${outcome}`,
    ].filter(Boolean);
    taken.add(index);
    if (outcome === "counted") countedLines[person] = (countedLines[person] ?? 0) + 1;
    const where = `request ${request}, line ${index} of sheet ${sheet._id}`;
    note(findings, problems.length > 0 ? `${where} ${problems.join(", ")}` : undefined);
  }
}
