import type { Deps } from "./deps.ts";
import { releaseHeldLetters } from "./release-held.ts";

/** Wakes when letters that were held back may go. */
export type HoldTimer = {
  /** Letters are held until a moment. */
  heldUntil(moment: Date): void;
  stop(): void;
};

/** A little later than the moment, in milliseconds: MongoDB's clock is the one that counts. */
const margin = 20;
/** After looking it looks no sooner again than that, in milliseconds. */
const rest = 250;

/**
 * Makes letters due when their time has come, and calls `look`: so they need not wait for the sweep, which
 * finds what processes that died had held back.
 */
export function openHoldTimer(deps: Pick<Deps, "database" | "now">, look: () => Promise<unknown>): HoldTimer {
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Number.POSITIVE_INFINITY;
  let isStopped = false;

  const arm = (moment: number) => {
    if (isStopped || moment >= armedFor) return;
    clearTimeout(timer);
    armedFor = moment;
    timer = setTimeout(wake, Math.max(0, moment - deps.now().getTime()) + margin).unref();
  };
  const release = async () => {
    if (await releaseHeldLetters(deps)) await look();
    const next = await deps.database.letters.findOne(
      { state: "held" },
      { projection: { dueAt: 1 }, sort: { dueAt: 1 } },
    );
    if (next) arm(Math.max(next.dueAt.getTime(), deps.now().getTime() + rest));
  };
  const wake = () => {
    armedFor = Number.POSITIVE_INFINITY;
    // Without MongoDB nothing is released; the sweep does it then.
    release().catch(() => undefined);
  };
  return {
    heldUntil: (moment) => arm(moment.getTime()),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
