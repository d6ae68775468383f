import { join } from "node:path";
import { type Log, openLog } from "./log-file.ts";
import { StartError } from "./start-error.ts";
import { isDiskFull, type Supervised, type Supervision, supervise } from "./supervise.ts";

/** Callbacks for what happens to the processes. */
export type Listener = {
  /** The set of running processes has changed. */
  onChange(pids: Readonly<Record<string, number>>): void;
  /** A sentence for the terminal. */
  onNews(sentence: string): void;
  /** There is no point in continuing. */
  onGiveUp(reason: unknown): void;
};

/** Keeps a group of processes running, each with its own log file in the folder's `logs`. */
export function keepProcesses(folder: string, listener: Listener) {
  const kept: Supervised[] = [];
  const logs: Log[] = [];
  let stopping = false;
  const pids = () =>
    Object.fromEntries(
      kept.flatMap(({ name, pid }) => {
        const current = pid();
        return current === undefined ? [] : [[name, current]];
      }),
    );
  const watchDisk = tellOfFullDisk(folder, listener.onNews);
  const onChange = () => {
    try {
      listener.onChange(pids());
    } catch (error) {
      // Reporting where everything runs is only a convenience: the processes run without it.
      watchDisk(String(error));
    }
  };
  return {
    pids,
    isStopping: () => stopping,
    log(name: string): Log {
      const log = openLog(join(folder, "logs", `${name}.log`));
      logs.push(log);
      return watched(log, watchDisk);
    },
    supervise({ name, start }: Pick<Supervision, "name" | "start">): Supervised {
      if (stopping) throw new StartError(`${name} is not started: everything is being ended.`);
      const { onNews: onDeath, onGiveUp } = listener;
      const supervised = supervise({ name, start, onChange, onDeath, onGiveUp });
      kept.push(supervised);
      return supervised;
    },
    /**
     * Ends the processes with these names together, and resolves when they are gone; from now on nothing is started.
     */
    async stop(...names: string[]): Promise<void> {
      stopping = true;
      await Promise.all(kept.filter(({ name }) => names.includes(name)).map((one) => one.stop()));
    },
    closeLogs(): void {
      for (const log of logs) log.close();
    },
  };
}

/** Watches the programs' output, and reports once if they say that the disk is full. */
function tellOfFullDisk(folder: string, tell: (sentence: string) => void): (words: Buffer | string) => void {
  let told = false;
  return (words) => {
    if (told || !isDiskFull(words.toString())) return;
    told = true;
    tell(`The disk of ${folder} is full: make room (df -h ${folder}).`);
  };
}

function watched(log: Log, watch: (words: Buffer | string) => void): Log {
  return {
    close: log.close,
    write(chunk) {
      watch(chunk);
      log.write(chunk);
    },
  };
}
