import { minute } from "../../platform/durations.ts";
import type { Update } from "../update.model.ts";

/** The parts that add up: planned = sent + failed + suppressed + skipped + uncertain + still to go. */
export const progressParts = ["sent", "failed", "suppressed", "skipped", "uncertain", "toGo"] as const;

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
  minutesLeft: number | undefined;
};

/** Reads an update's progress and current rate. */
export function measureProgress({ planned, counts, startedAt, endedAt, state }: Update, now: Date): Progress {
  const { sent, failed, suppressed, skipped, uncertain, queued, claimed } = counts;
  const toGo = queued + claimed;
  const done = planned - toGo;
  const minutes = startedAt ? ((endedAt ?? now).getTime() - startedAt.getTime()) / minute : 0;
  const perMinute = minutes > 0 && done > 0 ? done / minutes : undefined;
  return {
    planned,
    counts: { sent, failed, suppressed, skipped, uncertain, toGo },
    percent: planned === 0 ? 0 : Math.floor((done / planned) * 100),
    perMinute,
    minutesLeft: perMinute && state === "sending" && toGo > 0 ? Math.ceil(toGo / perMinute) : undefined,
  };
}
