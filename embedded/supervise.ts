import { setTimeout as wait } from "node:timers/promises";
import { type Child, describeEnding, howItEnded } from "./launch.ts";
import { messageOf, StartError } from "./start-error.ts";

const MOST_DEATHS = 5;
const WITHIN = 60_000;
const FIRST_PAUSE = 250;

/** A supervised program. */
export type Supervised = {
  name: string;
  /** The current process; undefined between a death and the next start. */
  pid(): number | undefined;
  /** Resolves when the program has been started for the first time; rejects when that failed. */
  started: Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
};

/** What to keep running, and its callbacks. */
export type Supervision = {
  name: string;
  /**
   * Starts the program; must report the process as soon as there is one, so that it can be stopped while it starts.
   */
  start(onLaunch: (child: Child) => void): Promise<Child>;
  onChange(): void;
  onDeath(sentence: string): void;
  /** Called with the reason when there is no point in starting it again. */
  onGiveUp(reason: StartError): void;
};

/** How a program ended, in short and with its last output. */
type Death = { how: string; reason: string };

/**
 * Keeps a program running: it is restarted after each death, a little later each time, up to five deaths in a
 * minute.
 */
export function supervise(supervision: Supervision): Supervised {
  const { name, start, onChange, onGiveUp } = supervision;
  const stopping = new AbortController();
  const started = Promise.withResolvers<void>();
  started.promise.catch(() => undefined);
  let current: Child | undefined;
  let hasStarted = false;

  const adopt = (child: Child) => {
    current = child;
    if (stopping.signal.aborted) void child.stop();
    onChange();
  };

  const liveOnce = async (): Promise<Death> => {
    try {
      const child = await start(adopt);
      adopt(child);
      hasStarted = true;
      started.resolve();
      const ending = await child.ended;
      return { how: howItEnded(ending), reason: describeEnding(ending) };
    } catch (error) {
      if (!hasStarted) throw error;
      return { how: "did not come back", reason: `did not come back: ${messageOf(error)}` };
    } finally {
      current = undefined;
    }
  };

  const done = liveOn(supervision, liveOnce, stopping.signal).catch((error: unknown) => {
    const reason = error instanceof StartError ? error : new StartError(messageOf(error));
    started.reject(reason);
    if (!stopping.signal.aborted) onGiveUp(reason);
  });

  return {
    name,
    pid: () => current?.pid,
    started: started.promise,
    async stop() {
      stopping.abort();
      await current?.stop();
      await done;
    },
  };
}

/** Restarts after each death until told to stop. @throws StartError when there is no point in continuing. */
async function liveOn(
  { name, onDeath }: Supervision,
  liveOnce: () => Promise<Death>,
  stopping: AbortSignal,
): Promise<void> {
  const deaths: number[] = [];
  while (!stopping.aborted) {
    const { how, reason } = await liveOnce();
    if (stopping.aborted) return;
    deaths.push(Date.now());
    const recent = deaths.filter((at) => at > Date.now() - WITHIN).length;
    if (recent >= MOST_DEATHS) {
      throw new StartError(`${name} ended ${recent} times in a minute; it ${reason}`);
    }
    if (isDiskFull(reason)) throw new StartError(`${name} ${reason}`);
    onDeath(`${name} ${how}; it is started again.`);
    const pause = FIRST_PAUSE * 2 ** (recent - 1);
    await wait(pause, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** Whether a program's last output says that its disk is full. */
export function isDiskFull(words: string): boolean {
  return /ENOSPC|No space left on device/i.test(words);
}
