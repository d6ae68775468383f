import { signatureId } from "../../petitions/person.ts";
import type { Moment } from "../../platform/at-one-moment.ts";
import type { Database } from "../deps.ts";
import { deltaKinds, readDeltaKey } from "../sheets/count-deltas.ts";
import type { Sheet } from "../sheets/sheet.model.ts";
import { GatheredSums } from "./gather-sums.ts";
import type { SourceSum } from "./source-sum.model.ts";
import type { Sum } from "./sum.model.ts";

/** Signatures on the roll that share these fields. */
export type RollGroup = {
  petition: string;
  country: string;
  channel: string;
  locale: string;
  version: number;
  source?: string;
  count: number;
};

/** The values of documents, by document and path; zeros are left out. */
export type Paths = Map<string, number>;

/** What the sums of counted signatures should be, according to the tallies and the roll, and what they are. */
export async function readCountedSums(
  database: Database,
  campaign: number,
  moment: Moment,
  roll: readonly RollGroup[],
): Promise<{ expected: Paths; stored: Paths }> {
  const gathered = new GatheredSums(campaign);
  await addTallies(database, campaign, moment, gathered);
  for (const { count, version, source = "", ...group } of roll)
    gathered.addDelta({ ...group, source, version: String(version), kind: "counted" }, count);
  await takeUnderWay(database, campaign, moment, gathered);
  return {
    expected: flattenGathered(gathered),
    stored: await readStored(database, campaign, moment, (path) => !isFlow(path)),
  };
}

/** Reads the stored sums for the wanted paths. */
export async function readStored(
  database: Database,
  campaign: number,
  moment: Moment,
  wanted: (path: string) => boolean,
): Promise<Paths> {
  const paths: Paths = new Map();
  const take = (document: Sum | SourceSum, label: string) => {
    const { _id, campaign: _campaign, petition: _petition, ...fields } = document;
    for (const [path, value] of flatten(fields))
      if (wanted(path)) paths.set(`${label} ${_id} ${path}`, value);
  };
  for await (const sum of database.sums.find({ campaign }, moment)) take(sum, "sum");
  for await (const sum of database.sourceSums.find({ campaign }, moment)) take(sum, "source");
  return paths;
}

/** Everything gathered, by document and path. */
export function flattenGathered(gathered: GatheredSums): Paths {
  const paths: Paths = new Map();
  for (const [label, documents] of [
    ["sum", gathered.sums],
    ["source", gathered.sources],
  ] as const) {
    for (const [key, { paths: added }] of documents)
      for (const [path, value] of added) if (value !== 0) paths.set(`${label} ${key} ${path}`, value);
  }
  return paths;
}

const flows: ReadonlySet<string> = new Set([...deltaKinds.filter((kind) => kind !== "counted"), "sheets"]);

/** Whether a path is about lines that are not signatures, or not yet: only sheets know about these. */
export function isFlow(path: string): boolean {
  return flows.has(path.split(/[ .]/u).at(-1) ?? "");
}

async function addTallies(
  database: Database,
  campaign: number,
  moment: Moment,
  gathered: GatheredSums,
): Promise<void> {
  for await (const tally of database.tallies.find({ campaign }, moment)) {
    let rest = tally.count;
    for (const [minute, count] of Object.entries(tally.minutes ?? {})) {
      gathered.addCount({ ...tally, count }, new Date(tally.hour.getTime() + Number(minute) * 60_000));
      rest -= count;
    }
    // What was counted before tallies had minutes.
    if (rest !== 0) gathered.addCount({ ...tally, count: rest }, tally.hour);
  }
}

/** Subtracts what the roll already has and the sums do not yet: sheets in progress. */
async function takeUnderWay(
  database: Database,
  campaign: number,
  moment: Moment,
  gathered: GatheredSums,
): Promise<void> {
  const sheets = database.sheets.find(
    { state: { $in: ["received", "processed"] }, campaign },
    { ...moment, projection: { sealed: 0 } },
  );
  for await (const sheet of sheets) {
    if (sheet.state === "received") await takeBroughtSoFar(database, sheet, moment, gathered);
    for (const [name, count] of Object.entries(sheet.deltas ?? {})) {
      const delta = readDeltaKey(name);
      if (delta.kind === "counted") gathered.addDelta(delta, -count);
    }
  }
}

/** A sheet without a result may have put signatures on the roll; everything else happens together with its result. */
async function takeBroughtSoFar(
  database: Database,
  sheet: Sheet,
  moment: Moment,
  gathered: GatheredSums,
): Promise<void> {
  if (sheet.kind !== "counting") return;
  const ids = sheet.lines.flatMap(({ person }) => [signatureId(person, 0), signatureId(person, 1)]);
  const brought = await database.signatures
    .find({ _id: { $in: ids }, sheet: sheet._id }, { ...moment, projection: { line: 1 } })
    .toArray();
  for (const { line: index } of brought) {
    const line = sheet.lines[index];
    if (!line) throw new RangeError("A signature names a line that its sheet does not have.");
    const { petition, country, locale, version, source = "" } = line;
    const of = { petition, country, channel: sheet.channel, locale, version: String(version), source };
    gathered.addDelta({ ...of, kind: "counted" }, -1);
  }
}

/** The numbers in a document by path; zeros are omitted. */
function* flatten(fields: object, before = ""): Generator<[path: string, value: number]> {
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "number" && value !== 0) yield [`${before}${name}`, value];
    if (typeof value === "object" && value !== null && !(value instanceof Date))
      yield* flatten(value, `${before}${name}.`);
  }
}
