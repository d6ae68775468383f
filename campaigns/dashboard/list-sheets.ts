import { type mongo, Types } from "mongoose";
import type { Database } from "../bundles/deps.ts";
import type { AtMoment } from "../platform/at-one-moment.ts";
import type { Channel } from "../signing/sheets/channel.ts";
import { type SearchField, searchKey } from "../signing/sheets/search-keys.ts";
import type { Outcome, Sheet } from "../signing/sheets/sheet.model.ts";
import type { Scope } from "./scope.ts";

/**
 * The lines being looked at: those of a scope and, if named, of one channel, language or source (empty for lines
 * without a code), within a period.
 */
export type LinesAsked = Scope & {
  channel?: Channel | undefined;
  language?: string | undefined;
  source?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** A sheet in a list, with what became of the lines being looked at. */
export type SheetRow = Pick<Sheet, "kind" | "channel" | "state" | "at"> & {
  id: string;
  lines: number;
  outcomes: Partial<Record<Outcome, number>>;
};

/** Sheets per page of the list. */
export const sheetsAPage = 50;

/** How far a server's clock may differ from the one that ids are made by, in seconds. */
const clockSlack = 600;

/**
 * Lists the sheets with lines being looked at, newest first; `before` is the id of the last one on the previous
 * page. Lines of a scope are found at once; those of a country, channel, language or source once their sheet has
 * been processed.
 */
export async function listSheets(
  { database, moment }: { database: Pick<Database, "sheets"> } & AtMoment,
  asked: LinesAsked,
  before?: string,
  most = sheetsAPage,
): Promise<SheetRow[]> {
  const keys = holdingsAsked(asked);
  const sheets = await database.sheets
    .find(
      {
        campaign: asked.campaign.ordinal,
        ...between(asked, before),
        ...(keys.length === 0 ? { "lines.petition": { $in: idsOf(asked) } } : holding(asked, keys)),
      },
      {
        ...moment,
        hint: keys.length === 0 ? "list" : "searchKeys",
        projection: {
          ...{ kind: 1, channel: 1, state: 1, at: 1, outcomes: 1 },
          ...{ "lines.petition": 1, "lines.country": 1, "lines.locale": 1, "lines.source": 1 },
        },
      },
    )
    .sort({ _id: -1 })
    .limit(most)
    .toArray();
  return sheets.map((sheet) => toRow(sheet, asked));
}

/** An id is made when its sheet begins, apart from clock differences, so the time leads to the id and back. */
function between({ from, to }: LinesAsked, before: string | undefined): mongo.Filter<Sheet> {
  const idAt = (at: Date, slack: number) =>
    Types.ObjectId.createFromTime(Math.floor(at.getTime() / 1_000) + slack);
  const last = before ? new Types.ObjectId(before) : to && idAt(to, clockSlack);
  const _id = { ...(from && { $gte: idAt(from, -clockSlack) }), ...(last && { $lt: last }) };
  const at = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
  return { ...(from || last ? { _id } : {}), ...(from || to ? { at } : {}) };
}

/** The indexes of the lines being looked at: a sheet may hold lines of several organisations. */
export function indexesAsked(
  lines: readonly Pick<Sheet["lines"][number], "petition" | "country" | "locale" | "source">[],
  asked: LinesAsked,
): number[] {
  const ids = new Set(idsOf(asked));
  const { country, language = null, source = null } = asked;
  const isAmong = (wanted: string | null, found: string) => wanted === null || wanted === found;
  return lines.flatMap((line, index) =>
    ids.has(line.petition) &&
    isAmong(country, line.country) &&
    isAmong(language, line.locale) &&
    isAmong(source, line.source ?? "")
      ? [index]
      : [],
  );
}

function idsOf({ petitions }: Scope): string[] {
  return petitions.map(({ id }) => id);
}

/** What a sheet has to contain, rarest first; lines without a code are common. */
function holdingsAsked({ source, country, language, channel }: LinesAsked): [SearchField, string][] {
  const all: [SearchField, string | null | undefined][] = [
    ["source", source || null],
    ["country", country],
    ["language", language],
    ["source", source === "" ? source : null],
    ["channel", channel],
  ];
  return all.flatMap(([what, value]): [SearchField, string][] =>
    value === null || value === undefined ? [] : [[what, value]],
  );
}

/** Looks up the first key; whether a single line matches all of them is checked on the sheet. */
function holding(asked: LinesAsked, [first, ...others]: [SearchField, string][]): mongo.Filter<Sheet> {
  if (!first) return {};
  const ids = idsOf(asked);
  const names = ids.map((id) => searchKey(id, ...first));
  if (others.length === 0) return { searchKeys: { $in: names } };
  const { country, language, source, channel } = asked;
  const line = {
    petition: { $in: ids },
    ...(country !== null && { country }),
    ...(language !== undefined && { locale: language }),
    ...(source !== undefined && { source: source === "" ? { $exists: false } : source }),
  };
  return { searchKeys: { $in: names }, lines: { $elemMatch: line }, ...(channel && { channel }) };
}

function toRow({ _id, kind, channel, state, at, lines, outcomes }: Sheet, asked: LinesAsked): SheetRow {
  const indexes = indexesAsked(lines, asked);
  const counts: SheetRow["outcomes"] = {};
  for (const index of indexes) {
    const outcome = outcomes?.[index];
    if (outcome) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return { id: _id.toHexString(), kind, channel, state, at, lines: indexes.length, outcomes: counts };
}
