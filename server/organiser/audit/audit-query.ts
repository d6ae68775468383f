import { type Static, Type } from "typebox";
import type { AuditFilter } from "#campaigns/audit/list-entries.ts";
import { readDay } from "#campaigns/texts/read-day.ts";

const text = Type.Optional(Type.String({ maxLength: 120 }));
const day = Type.Optional(Type.String({ pattern: "^(?:\\d{4}-\\d{2}-\\d{2})?$" }));

/** The query of the audit page, as its form sends it: empty fields filter nothing. */
export const auditQuery = Type.Object(
  {
    account: text,
    act: text,
    on: text,
    organisation: text,
    from: day,
    to: day,
    before: Type.Optional(Type.String({ pattern: "^\\d{1,15}$" })),
  },
  { additionalProperties: false },
);

export type AuditQuery = Static<typeof auditQuery>;

const dayLength = 24 * 3600_000;

/** The fields of a query that hold no day. */
export function wrongDays(query: AuditQuery): ("from" | "to")[] {
  return (["from", "to"] as const).filter((name) => query[name] && !readDay(query[name]));
}

/** The filter that a query asks for; the last day is included. */
export function toFilter({ from, to, before: _, ...texts }: AuditQuery): AuditFilter {
  const first = readDay(from ?? "");
  const last = readDay(to ?? "");
  return {
    ...texts,
    ...(first && { from: first }),
    ...(last && { to: new Date(last.getTime() + dayLength) }),
  };
}

type Asked = { [Name in keyof AuditQuery]?: string | undefined };

/** The address of an audit page with its filters. */
export function auditAddress(path: string, query: Asked): string {
  const asked = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const search = new URLSearchParams(asked).toString();
  return search === "" ? path : `${path}?${search}`;
}
