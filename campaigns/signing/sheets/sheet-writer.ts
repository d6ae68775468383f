import { setTimeout as wait } from "node:timers/promises";
import { type mongo, Types } from "mongoose";
import { DomainError } from "../../platform/errors.ts";
import type { JobQueue } from "../../platform/jobs/job-queue.ts";
import type { Keys } from "../../platform/sealing/keys.ts";
import { makeTokens, mostLines } from "../../platform/sealing/line-tokens.ts";
import { timeoutMs, withTimeout } from "../../platform/with-timeout.ts";
import type { Channel } from "./channel.ts";
import { endOfTurn } from "./end-of-turn.ts";
import { insertOnce } from "./insert-once.ts";
import type { Line, Sheet, SheetKind } from "./sheet.model.ts";

/** What lines on one sheet have in common: lines with the same key share a sheet. */
export type BatchKey = { campaign: number; kind: SheetKind; channel: Channel };

/** A line that MongoDB has journaled on a majority, with its receipt. */
export type StoredLine = { sheet: Types.ObjectId; line: number; receipt: string };

/** Stores lines; see `createSheetWriter`. */
export type SheetWriter = {
  /**
   * Resolves once the line is stored.
   * @throws DomainError `storage-full` when it is not, `database-unavailable` when that is not known within five
   * seconds: it may have been stored, and counts once together with whatever its signer sends after it.
   */
  write(batchKey: BatchKey, line: Line, sealed?: Buffer): Promise<StoredLine>;
};

type Waiting = {
  line: Line;
  sealed: Buffer | undefined;
  /** When it arrived, by `performance.now()`. */
  since: number;
  stored: (stored: StoredLine) => void;
  failed: (error: unknown) => void;
};

type Tray = {
  batchKey: BatchKey;
  waiting: Waiting[];
  writing: number;
  /** When its last sheet was sent off, by `performance.now()`. */
  sentAt: number;
};

type Deps = {
  database: { sheets: mongo.Collection<Sheet> };
  keys: Keys;
  jobs: Pick<JobQueue, "sheetStored">;
  now: () => Date;
};

/**
 * With more lines than this waiting for one campaign, MongoDB is as good as unavailable, and saying so is better
 * than a long wait.
 */
const mostWaiting = 5_000;

/** Under load, writes overlap: the disk syncs one sheet while the next is collected and sent. */
const mostWriting = 3;

/**
 * From this many lines on, a separate write pays off while another is in progress; fewer lines share the next one.
 */
const worthWriting = 64;

/** The minimum time for a write, in milliseconds, even for lines that waited for the one before it. */
const shortestPatience = 1_000;

/**
 * The minimum time between two sheets of few lines, in milliseconds: every later step costs as much for one line as for
 * ten. A line that comes after a pause is written at once.
 */
const shortestGap = 30;

/** How long lines are collected while every turn of the event loop brings more, in milliseconds. */
const longestGathering = 20;

/**
 * Creates the group commit: a line that arrives alone is written at once; lines that arrive in close succession or
 * during a write share a sheet, one insert for up to 500 of them.
 */
export function createSheetWriter(deps: Deps): SheetWriter {
  const trays = new Map<string, Tray>();

  const trayOf = (batchKey: BatchKey) => {
    const name = `${batchKey.campaign} ${batchKey.kind} ${batchKey.channel}`;
    const known = trays.get(name);
    if (known) return known;
    const tray: Tray = { batchKey, waiting: [], writing: 0, sentAt: Number.NEGATIVE_INFINITY };
    trays.set(name, tray);
    return tray;
  };

  const empty = async (tray: Tray) => {
    tray.writing += 1;
    while (tray.waiting.length > 0) {
      await keepDistance(tray);
      await gather(tray);
      tray.sentAt = performance.now();
      await writeSheet(deps, tray.batchKey, tray.waiting.splice(0, mostLines));
    }
    tray.writing -= 1;
  };

  return {
    write: (batchKey, line, sealed) =>
      new Promise((stored, failed) => {
        const tray = trayOf(batchKey);
        if (tray.waiting.length >= mostWaiting) {
          failed(
            new DomainError(
              "database-unavailable",
              "Too many signatures wait to be stored: try again in a moment.",
            ),
          );
          return;
        }
        tray.waiting.push({ line, sealed, since: performance.now(), stored, failed });
        if (tray.writing === 0 || (tray.writing < mostWriting && tray.waiting.length >= worthWriting))
          void empty(tray);
      }),
  };
}

/** Waits a moment after the sheet before, unless many lines are there. */
async function keepDistance({ waiting, sentAt }: Tray): Promise<void> {
  const left = sentAt + shortestGap - performance.now();
  if (left > 0 && waiting.length < worthWriting) await wait(left);
}

/**
 * Waits while lines keep arriving: a busy process then writes a few large sheets, which make every later step
 * cheaper. A line that arrives alone waits for one turn, a fraction of a millisecond.
 */
async function gather(tray: Tray): Promise<void> {
  const startedAt = performance.now();
  let seen = 0;
  while (tray.waiting.length > seen && tray.waiting.length < mostLines) {
    if (performance.now() - startedAt > longestGathering) return;
    seen = tray.waiting.length;
    await endOfTurn();
  }
}

/** Stores one sheet and informs its lines; it never throws, its lines get the failure. */
async function writeSheet(deps: Deps, batchKey: BatchKey, waiting: Waiting[]): Promise<void> {
  // Another write has taken the collected lines.
  if (waiting.length === 0) return;
  const at = deps.now();
  const sheet: Sheet = {
    // What a restart has to look after is found by the time in it: that of MongoDB, as everything's.
    _id: new Types.ObjectId(Types.ObjectId.generate(Math.floor(at.getTime() / 1_000))),
    ...batchKey,
    state: "received",
    at,
    lines: waiting.map(({ line }) => line),
  };
  if (waiting.some(({ sealed }) => sealed))
    sheet.sealed = waiting.map(({ sealed }) => sealed ?? Buffer.alloc(0));
  try {
    // Its job is added even when it is stored after its lines have given up: it counts.
    const write = insertOnce(deps.database.sheets, sheet).then(() => deps.jobs.sheetStored(sheet._id));
    await withTimeout(write, timeLeft(waiting));
    const receipts = makeTokens(deps.keys, "receipt", sheet._id, waiting.length);
    for (const [line, { stored }] of waiting.entries()) {
      stored({ sheet: sheet._id, line, receipt: receipts[line] ?? "" });
    }
  } catch (error) {
    for (const { failed } of waiting) failed(error);
  }
}

/** How much longer the line that has waited longest, the first, will wait. */
function timeLeft([first]: readonly Waiting[]): number {
  const waited = performance.now() - (first?.since ?? 0);
  return Math.max(timeoutMs - waited, shortestPatience);
}
