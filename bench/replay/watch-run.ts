import type { Database } from "#campaigns/open.ts";
import { measureBacklog } from "#campaigns/signing/sheets/measure-backlog.ts";
import { type Pids, readUsage, type Usage } from "../system/usage.ts";

/** The state when a tenth of the requests had been answered. */
export type Mark = { answered: number; seconds: number; usage: Usage; greatestBacklog: number };

/** Watches a run: usage after each tenth, the backlog twice a second. */
export type Watch = {
  marks: Mark[];
  /** Called after every response; it must cost next to nothing. */
  answered(count: number): void;
  greatestBacklog(): number;
  stop(): Promise<void>;
};

const sampleEvery = 500;

/** Starts watching; `requests` is the total number. */
export function watchRun(database: Database, pids: Pids, requests: number): Watch {
  const startedAt = performance.now();
  let greatest = 0;
  let sinceMark = 0;
  const mark = (answered: number): Mark => {
    const seconds = (performance.now() - startedAt) / 1_000;
    const greatestBacklog = sinceMark;
    sinceMark = 0;
    return { answered, seconds, usage: readUsage(pids), greatestBacklog };
  };
  const marks = [mark(0)];
  let next = Math.ceil(requests / 10);
  const sample = async () => {
    const { seconds } = await measureBacklog({ database, now: () => new Date() });
    greatest = Math.max(greatest, seconds);
    sinceMark = Math.max(sinceMark, seconds);
  };
  let sampling = Promise.resolve();
  const timer = setInterval(() => {
    sampling = sampling.then(sample);
  }, sampleEvery);
  return {
    marks,
    answered(count) {
      if (count < next) return;
      marks.push(mark(count));
      next = Math.ceil((requests * marks.length) / 10);
    },
    greatestBacklog: () => greatest,
    async stop() {
      clearInterval(timer);
      await sampling;
    },
  };
}
