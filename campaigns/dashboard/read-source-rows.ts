import type { Account } from "../access/account.ts";
import type { Database } from "../bundles/deps.ts";
import { isShareSource } from "../petitions/sharing/share-source.ts";
import { nameCodes } from "../petitions/source-codes/keep-codes.ts";
import type { AtMoment } from "../platform/at-one-moment.ts";
import type { SourceSum } from "../signing/tallies/source-sum.model.ts";
import { documentsOf, type Scope } from "./scope.ts";

/** The results of one source code; the empty code stands for lines without one. */
export type SourceRow = { source: string; counted: number; asked: number; confirmed: number };

/** A source with the names its code was registered under; none for a share link's code or an unknown one. */
export type NamedSource = SourceRow & { names: string[]; isShared: boolean };

/** Codes read to find the largest ones in a country, because the index orders by totals only. */
const mostCodes = 500;

/** Reads the largest sources of a scope, largest first. */
export async function readSourceRows(
  { database, moment }: { database: Pick<Database, "sourceSums"> } & AtMoment,
  scope: Scope,
  most: number,
): Promise<SourceRow[]> {
  const { country } = scope;
  const documents = documentsOf(scope);
  const fields = { source: 1, counted: 1, asked: 1, confirmed: 1 };
  const projection = country === null ? fields : { ...fields, [`countries.${country}`]: 1 };
  const found = await Promise.all(
    documents.map((petition) =>
      database.sourceSums
        .find({ campaign: scope.campaign.ordinal, petition }, { ...moment, projection })
        .sort({ counted: -1 })
        .limit(country === null && documents.length === 1 ? most : mostCodes)
        .toArray(),
    ),
  );
  const rows = new Map<string, SourceRow>();
  for (const sum of found.flat()) {
    const row = rows.get(sum.source) ?? { source: sum.source, counted: 0, asked: 0, confirmed: 0 };
    rows.set(sum.source, row);
    addTo(row, sum, country);
  }
  return [...rows.values()]
    .filter(({ counted, asked }) => counted !== 0 || asked !== 0)
    .sort((one, other) => other.counted - one.counted || one.source.localeCompare(other.source))
    .slice(0, most);
}

/** Adds the registered names of some sources, within an account's reach. */
export async function nameSources(
  deps: { database: Pick<Database, "sourceCodes"> },
  account: Pick<Account, "role" | "organisation">,
  { campaign }: Scope,
  rows: readonly SourceRow[],
): Promise<NamedSource[]> {
  const codes = rows.map(({ source }) => source);
  const names = await nameCodes(deps, account, campaign.slug, codes);
  return rows.map((row) => ({
    ...row,
    names: names.get(row.source) ?? [],
    isShared: isShareSource(row.source),
  }));
}

/** The numbers asked and confirmed per source are not kept by country. */
function addTo(row: SourceRow, sum: SourceSum, country: string | null): void {
  row.counted += country === null ? (sum.counted ?? 0) : (sum.countries?.[country] ?? 0);
  if (country !== null) return;
  row.asked += sum.asked ?? 0;
  row.confirmed += sum.confirmed ?? 0;
}
