import { Writable } from "node:stream";
import { type Logger, pino } from "pino";
import { startWorkers, type Workers } from "#workers/start-workers.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { settled } from "./settle.ts";
import { openTestDeps, type TestDeps } from "./test-deps.ts";

/** Sheaf in this process: deps, running workers, a mail server. Everybody's clock is the true one. */
export type Core = TestDeps & {
  workers: Workers;
  mails: MailServer;
  /** What was logged so far, down to the smallest level. */
  logged(): string;
  log: Logger;
  /** Waits until every sheet is folded, no letter is due and no job is left. */
  settle(): Promise<void>;
};

/** Starts Sheaf's workers in this process on databases of the test file's own. */
export async function startCore(settings: NodeJS.ProcessEnv = {}): Promise<Core> {
  const mails = await startMailServer();
  const core = await openTestDeps({ settings: { SMTP_URL: mails.url, ...settings } });
  const now = () => new Date();
  const deps = { ...core.deps, now };
  const { log, logged } = collectLog();
  const workers = await startWorkers(core.config, log);
  return {
    ...core,
    deps,
    workers,
    mails,
    log,
    logged,
    settle: () => settled(deps),
    async close() {
      await workers.close();
      await core.close();
      await mails.stop();
    },
  };
}

/** A log that keeps everything it is told. */
export function collectLog(): { log: Logger; logged(): string } {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { log: pino({ level: "trace" }, sink), logged: () => lines.join("") };
}
