import { asDomainError } from "../../platform/database-failure.ts";
import { DomainError } from "../../platform/errors.ts";
import type { LineRef } from "../../platform/sealing/line-tokens.ts";
import type { Database } from "../deps.ts";
import type { Line, Outcome, Sheet } from "./sheet.model.ts";

/** One line with what its sheet says about it. */
export type FoundLine = Pick<Sheet, "campaign" | "kind" | "channel" | "state" | "at"> & {
  ref: LineRef;
  line: Line;
  /** Undefined until the sheet is processed. */
  outcome: Outcome | undefined;
};

/** Reads one line of a sheet. @throws DomainError `link-unknown` when there is none, `database-unavailable`. */
export async function findLine(
  deps: { database: Pick<Database, "sheets"> },
  ref: LineRef,
): Promise<FoundLine> {
  const slice = { $slice: [ref.line, 1] };
  const sheet = await deps.database.sheets
    .findOne(
      { _id: ref.sheet },
      { projection: { campaign: 1, kind: 1, channel: 1, state: 1, at: 1, lines: slice, outcomes: slice } },
    )
    .catch((error: unknown) => {
      throw asDomainError(error);
    });
  const line = sheet?.lines[0];
  if (!sheet || !line) throw new DomainError("link-unknown", "No signature belongs to this link.");
  const { campaign, kind, channel, state, at } = sheet;
  return { ref, line, campaign, kind, channel, state, at, outcome: sheet.outcomes?.[0] };
}

/** Tells whether another line, if any, is of the same mailbox. */
export async function isOfSameMailbox(
  deps: Parameters<typeof findLine>[0],
  { line }: FoundLine,
  other: LineRef | undefined,
): Promise<boolean> {
  return other !== undefined && (await findLine(deps, other)).line.person.equals(line.person);
}
