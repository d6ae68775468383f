import { type mongo, Types } from "mongoose";
import type { Database } from "../bundles/deps.ts";
import type { Channel } from "../signing/sheets/channel.ts";
import { type SearchField, searchKey } from "../signing/sheets/search-keys.ts";
import type { Outcome, Sheet } from "../signing/sheets/sheet.model.ts";
import type { Scope } from "./scope.ts";

/**
 * Lines that are looked at: those of a scope and, where one is named, of one channel, language or source (an empty one stands
 * for lines without a code), and of the time from one moment up to another.
 */
export type LinesAsked = Scope & {
  channel?: Channel | undefined;
  language?: string | undefined;
  source?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** A sheet on a list: what became of those of its lines that are looked at. */
export type SheetRow = Pick<Sheet, "kind" | "channel" | "state" | "at"> & {
  id: string;
  lines: number;
  outcomes: Partial<Record<Outcome, number>>;
};

/** Sheets a page of the list holds. */
export const sheetsAPage = 50;

/** How far the clock of a server may be from the one that ids are made by, in seconds. */
const clockSlack = 600;

/**
 * Lists sheets with lines that are looked at, newest first; `before` is the id of the last one on the page before. All lines
 * of a scope are found at once, those of a country, channel, language or source when their sheet has been worked off.
 */
export async function listSheets(
  { database }: { database: Pick<Database, "sheets"> },
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

/** An id is made at the moment at which its sheet begins, but for the clock: the one leads to the other. */
function between({ from, to }: LinesAsked, before: string | undefined): mongo.Filter<Sheet> {
  const idAt = (at: Date, slack: number) =>
    Types.ObjectId.createFromTime(Math.floor(at.getTime() / 1_000) + slack);
  const last = before ? new Types.ObjectId(before) : to && idAt(to, clockSlack);
  const _id = { ...(from && { $gte: idAt(from, -clockSlack) }), ...(last && { $lt: last }) };
  const at = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
  return { ...(from || last ? { _id } : {}), ...(from || to ? { at } : {}) };
}

/** The places of the lines that are looked at: a sheet may hold those of several organisations. */
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

/** What a sheet has to hold, the rarest first; lines without a code are common. */
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

/** The first is looked up; that one and the same line has them all is seen on the sheet. */
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
