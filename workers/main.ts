import closeWithGrace from "close-with-grace";
import { pino } from "pino";
import { readConfig } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { readQueueNames } from "./read-queue-names.ts";
import { startWorkers } from "./start-workers.ts";

try {
  const config = readConfig(process.env);
  const log = pino({ level: config.SHEAF_LOG_LEVEL, name: "workers" });
  const workers = await startWorkers(config, log, readQueueNames(process.argv.slice(2)));
  log.info({ port: workers.port }, "workers are ready");
  closeWithGrace({ delay: 15_000, logger: log }, async ({ err }) => {
    if (err) log.fatal({ err }, "the workers stop: a defect");
    await workers.close();
  });
} catch (error) {
  process.stderr.write(`${error instanceof DomainError ? error.message : String(error)}\n`);
  // Whatever a failed start has left open would keep it from ending.
  process.exit(1);
}
