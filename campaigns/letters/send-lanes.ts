import type { RawMail, RawOutcome, SmtpPool } from "../mail/smtp-pool.ts";

/** What became of a mail; `busy` says that its turn did not come: its domain is slow. */
export type LaneOutcome = RawOutcome | { kind: "busy" };

type Waiting = {
  domain: string;
  since: number;
  write(): Promise<RawMail>;
  done(outcome: LaneOutcome): void;
};

/** A mail that has not begun by then goes back: what it says may not be so any more. */
const freshFor = 15_000;
/** A domain with a mail under way for longer is slow. */
const slowAfter = 2_000;
const lookEvery = 500;

/** Connections that no single domain takes. */
const reserved = 2;

/** Mails on their way to a pool of connections. */
export type SendLanes = {
  /** Sends a mail when its turn comes; it is written then. `domain` is the one that receives it. */
  send(domain: string, write: () => Promise<RawMail>): Promise<LaneOutcome>;
};

/**
 * Gives mails their turns on the connections of a pool: first come, first served, but no domain takes all connections,
 * and one that is slow takes few and keeps none of the others waiting.
 */
export function openLanes(pool: SmtpPool): SendLanes {
  const waiting: Waiting[] = [];
  const active = new Map<string, number[]>();
  let busy = 0;
  let isWatching = false;

  const roomOf = (domain: string): number => {
    const begun = active.get(domain) ?? [];
    const isSlow = begun.some((at) => performance.now() - at > slowAfter);
    const most = isSlow ? Math.floor(pool.size / 4) : pool.size - reserved;
    return Math.max(1, most) - begun.length;
  };

  const run = async ({ domain, write, done }: Waiting) => {
    const at = performance.now();
    active.set(domain, [...(active.get(domain) ?? []), at]);
    busy += 1;
    const outcome = await write().then(
      (mail) => pool.send(mail),
      (): LaneOutcome => ({ kind: "later", code: "ECOMPOSE", reason: "the letter could not be written" }),
    );
    busy -= 1;
    const left = (active.get(domain) ?? []).toSpliced((active.get(domain) ?? []).indexOf(at), 1);
    if (left.length > 0) active.set(domain, left);
    else active.delete(domain);
    // Without a mail server the others need not try.
    if (outcome.kind === "away") for (const other of waiting.splice(0)) other.done(outcome);
    done(outcome);
    next();
  };

  const next = () => {
    while (busy < pool.size) {
      const index = waiting.findIndex(({ domain }) => roomOf(domain) > 0);
      const [mail] = index === -1 ? [] : waiting.splice(index, 1);
      if (!mail) break;
      void run(mail);
    }
    if (isWatching || waiting.length === 0) return;
    isWatching = true;
    setTimeout(look, lookEvery);
  };

  /** Sends back what waits for a slow domain, or has waited for too long. */
  const look = () => {
    isWatching = false;
    const now = performance.now();
    const isLate = ({ domain, since }: Waiting) => {
      const isSlow = (active.get(domain) ?? []).some((at) => now - at > slowAfter);
      return now - since > freshFor || (isSlow && roomOf(domain) <= 0);
    };
    for (const mail of waiting.filter(isLate)) {
      waiting.splice(waiting.indexOf(mail), 1);
      mail.done({ kind: "busy" });
    }
    next();
  };

  return {
    send: (domain, write) =>
      new Promise((done) => {
        waiting.push({ domain, since: performance.now(), write, done });
        next();
      }),
  };
}
