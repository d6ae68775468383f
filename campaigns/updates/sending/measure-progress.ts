import { minute } from "../../platform/durations.ts";
import type { Update } from "../update.model.ts";

/** The parts that add up: planned = sent + failed + suppressed + skipped + uncertain + held + still to go. */
export const progressParts = [
  ...(["sent", "failed", "suppressed", "skipped", "uncertain"] as const),
  // Waiting for the morning where its reader is.
  "held",
  "toGo",
] as const;

/** One of the parts. */
export type ProgressPart = (typeof progressParts)[number];

/** The progress of an update. */
export type Progress = {
  planned: number;
  /** Always adds up to `planned`. */
  counts: Record<ProgressPart, number>;
  /** From 0 to 100. */
  percent: number;
  /** Mails completed per minute since the start; undefined before any are. */
  perMinute: number | undefined;
  /** For those that wait for nothing but their turn. */
  minutesLeft: number | undefined;
};

/** Reads an update's progress and current rate; of those queued, so many are held for the night. */
export function measureProgress(
  { planned, counts, startedAt, endedAt, state }: Update,
  now: Date,
  waiting: number,
): Progress {
  const { sent, failed, suppressed, skipped, uncertain, queued, claimed } = counts;
  // Those that wait are counted a moment later than those that are queued.
  const held = Math.min(waiting, queued);
  const toGo = queued + claimed - held;
  const done = planned - queued - claimed;
  const minutes = startedAt ? ((endedAt ?? now).getTime() - startedAt.getTime()) / minute : 0;
  const perMinute = minutes > 0 && done > 0 ? done / minutes : undefined;
  return {
    planned,
    counts: { sent, failed, suppressed, skipped, uncertain, held, toGo },
    percent: planned === 0 ? 0 : Math.floor((done / planned) * 100),
    perMinute,
    minutesLeft: perMinute && state === "sending" && toGo > 0 ? Math.ceil(toGo / perMinute) : undefined,
  };
}
