import type { MailTransport } from "../mail/transport.ts";
import { newClaim } from "../platform/lease.ts";
import { type HoldTimer, openHoldTimer } from "./hold-timer.ts";
import { type BatchContext, sendBatch } from "./send-batch.ts";
import { openLanes } from "./send-lanes.ts";
import { takeLetters } from "./take-letters.ts";
import { openEndingWriter } from "./write-endings.ts";

/** Sends the letters that are due, once a process. */
export type LetterSender = {
  /**
   * Takes letters until none is due and sends them; called meanwhile it looks once more. Ends when none is left to be
   * taken: those in slow hands are still under way then. False when no mail server is there. Throws what kept a batch
   * from being sent: its letters are due as before.
   */
  sendDue(): Promise<boolean>;
  /** Waits until nothing is under way. */
  settled(): Promise<void>;
  /** Takes no more letters and lets those under way finish. */
  close(): Promise<void>;
};

/** Letters that are taken at a time. */
const takenAtOnce = 200;
/** Letters under way at most: what a killed process may send again, and what it keeps in memory. */
const mostUnderWay = 400;
/** How long a process may be silent before others send what it had taken, in milliseconds. */
const leaseTime = 30_000;
/** After that long without a mail server it is tried again, in milliseconds. */
const awayFor = 3_000;

/**
 * Opens a sender. Letters are taken in batches, each in one journaled write, looked at together, sent over all
 * connections, and recorded together. One that was handed over and not recorded when its process was killed goes out
 * again under the same Message-ID: a letter is sent at least once. `tell` hears what came of them, `isHeld` is asked
 * before each batch.
 */
export function openLetterSender(
  deps: BatchContext["deps"],
  transport: MailTransport,
  around: Surroundings,
): LetterSender {
  return new Sender(deps, transport, around);
}

type Surroundings = Pick<BatchContext, "tell" | "isHeld">;

class Sender implements LetterSender {
  readonly #context: BatchContext;
  readonly #batches = new Set<Promise<void>>();
  readonly #underWay = new Set<string>();
  readonly #failures: unknown[] = [];
  #looking: Promise<boolean> | undefined;
  #again = false;
  #closed = false;
  #awayUntil = 0;
  readonly #holds: HoldTimer;

  constructor(deps: BatchContext["deps"], transport: MailTransport, around: Surroundings) {
    const claim = newClaim(leaseTime);
    this.#holds = openHoldTimer(deps, () => this.sendDue());
    this.#context = {
      ...{ deps, transport, claim, ...around },
      lanes: openLanes(transport.pool),
      endings: openEndingWriter(deps, claim, (endings) => {
        for (const { to, until } of endings) {
          if (to === "held" && until !== undefined)
            this.#holds.heldUntil(typeof until === "number" ? new Date(deps.now().getTime() + until) : until);
        }
      }),
      away: () => {
        this.#awayUntil = performance.now() + awayFor;
        this.#holds.heldUntil(new Date(deps.now().getTime() + awayFor));
      },
    };
  }

  sendDue(): Promise<boolean> {
    this.#again = true;
    this.#looking ??= this.#look();
    return this.#looking;
  }

  async settled(): Promise<void> {
    await this.#looking;
    await Promise.all(this.#batches);
    this.#throwFailure();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#holds.stop();
    await Promise.allSettled([this.#looking, ...this.#batches]);
    this.#context.transport.close();
  }

  async #look(): Promise<boolean> {
    try {
      while (this.#again && this.#mayTake()) {
        this.#again = false;
        while (this.#mayTake() && (await this.#takeBatch()));
      }
      this.#throwFailure();
      return performance.now() > this.#awayUntil;
    } finally {
      this.#looking = undefined;
    }
  }

  #mayTake(): boolean {
    return !this.#closed && this.#failures.length === 0 && performance.now() > this.#awayUntil;
  }

  /** Takes one batch and begins to send it; false when none is due. */
  async #takeBatch(): Promise<boolean> {
    if (await this.#context.isHeld()) return false;
    const room = Math.min(takenAtOnce, mostUnderWay - this.#underWay.size);
    if (room < takenAtOnce / 2) {
      await Promise.race(this.#batches);
      return true;
    }
    const { entries, more } = await takeLetters(this.#context.deps, this.#context.claim, room);
    if (entries.length === 0) return more;
    for (const { _id } of entries) this.#underWay.add(_id);
    const batch = sendBatch(this.#context, entries, (ids) => this.#forget(ids))
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#batches.delete(batch));
    this.#batches.add(batch);
    return true;
  }

  #forget(ids: readonly string[]): void {
    for (const id of ids) this.#underWay.delete(id);
  }

  #throwFailure(): void {
    const [failure] = this.#failures.splice(0);
    if (failure !== undefined) throw failure;
  }
}
