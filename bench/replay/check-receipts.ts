import type { Database } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf } from "#campaigns/petitions/person.ts";
import type { Keys } from "#campaigns/platform/sealing/keys.ts";
import { makeTokens } from "#campaigns/platform/sealing/line-tokens.ts";
import type { Outcome, Sheet, SheetKind } from "#campaigns/signing/sheets/sheet.model.ts";
import { addressOf, type Spelling } from "../arrivals/signers.ts";
import { type Findings, note, noteEqual, startFindings } from "./findings.ts";
import { groupBySheet, type Receipts } from "./receipts.ts";

/** Receipts of lines of one kind, and what is to be true of them. */
export type CheckedReceipts = {
  database: Database;
  keys: Keys;
  campaign: Campaign;
  receipts: Receipts;
  /** What is checked, as the start of a sentence. */
  subject: string;
  kind: SheetKind;
  /** Who sent a request, and how she spelled her address. */
  whoOf(request: number): { person: number; spelling: Spelling };
  outcomes: readonly Outcome[];
  /** The outcome that each of these persons has on exactly one line, and the others on none. */
  once: { outcome: Outcome; subject: string; persons: number; isOne(person: number): boolean };
};

/**
 * Checks every receipt: its sheet exists, the secret belongs to its line, the line has the key of the person
 * who sent it and an outcome that it may have; and each person has the outcome that all come to on exactly
 * one line.
 */
export async function checkReceipts(checked: CheckedReceipts): Promise<Findings[]> {
  const { database, campaign, kind, once } = checked;
  const receipts = startFindings(checked.subject);
  const groups = groupBySheet(checked.receipts);
  const times = new Uint8Array(once.persons);
  let all = 0;
  const sheets = database.sheets.find(
    { campaign: campaign.ordinal, kind },
    { projection: { "lines.person": 1, outcomes: 1, state: 1 }, batchSize: 200 },
  );
  for await (const sheet of sheets) {
    all += sheet.outcomes?.filter((outcome) => outcome === once.outcome).length ?? 0;
    const name = sheet._id.toHexString();
    checkSheet(checked, sheet, groups.get(name) ?? new Uint32Array(), times, receipts);
    groups.delete(name);
  }
  for (const [sheet, requests] of groups)
    for (const request of requests) note(receipts, `request ${request}: there is no sheet ${sheet}`);
  const lines = startFindings(once.subject);
  let expected = 0;
  for (const [person, found] of times.entries()) {
    const should = once.isOne(person) ? 1 : 0;
    expected += should;
    note(lines, found === should ? undefined : `person ${person} has ${found} ${once.outcome} lines`);
  }
  noteEqual(lines, `${once.outcome} lines on all sheets`, all, expected);
  return [receipts, lines];
}

function checkSheet(
  { keys, campaign, receipts, whoOf, outcomes, once }: CheckedReceipts,
  sheet: Sheet,
  requests: Uint32Array,
  times: Uint8Array,
  findings: Findings,
): void {
  const tokens = makeTokens(keys, "receipt", sheet._id, sheet.lines.length);
  const taken = new Set<number>();
  for (const request of requests) {
    const { person, spelling } = whoOf(request);
    const index = receipts.lineOf(request);
    const outcome = sheet.outcomes?.[index];
    const sent = personOf(keys, campaign, addressOf(person, spelling));
    const problems = [
      taken.has(index) && "shares its line with another",
      receipts.textOf(request) !== tokens[index] && "has another secret",
      !sheet.lines[index]?.person.equals(sent) && "names a line of somebody else",
      !(outcome && outcomes.includes(outcome)) && `has the outcome ${outcome}`,
    ].filter(Boolean);
    taken.add(index);
    if (outcome === once.outcome) times[person] = (times[person] ?? 0) + 1;
    const where = `request ${request}, line ${index} of sheet ${sheet._id}`;
    note(findings, problems.length > 0 ? `${where} ${problems.join(", ")}` : undefined);
  }
}
