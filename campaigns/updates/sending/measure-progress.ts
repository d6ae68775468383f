import type { Update } from "../update.model.ts";

/** The terms of an update's account: planned = sent + failed + suppressed + skipped + uncertain + still to go. */
export const progressParts = ["sent", "failed", "suppressed", "skipped", "uncertain", "toGo"] as const;

/** A term of the account. */
export type ProgressPart = (typeof progressParts)[number];

/** How far an update has come. */
export type Progress = {
  planned: number;
  /** Always adds up to `planned`. */
  counts: Record<ProgressPart, number>;
  /** From 0 to 100. */
  percent: number;
  /** Mails that came to an end per minute since the start; undefined before there is anything to tell. */
  perMinute: number | undefined;
  minutesLeft: number | undefined;
};

const minute = 60_000;

/** Reads how far an update has come, and at which rate it goes on. */
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
