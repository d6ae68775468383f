import closeWithGrace from "close-with-grace";
import { pino } from "pino";
import { readConfig } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { startServer } from "./start-server.ts";

try {
  const config = readConfig(process.env);
  const log = pino({ level: config.SHEAF_LOG_LEVEL, name: "server" });
  const server = await startServer(config, log);
  // The longest request may begin at the end of the draining.
  const delay = (config.SHEAF_DRAIN_SECONDS + 15) * 1_000;
  closeWithGrace({ delay, logger: log }, async ({ err }) => {
    if (err) log.fatal({ err }, "the server stops: a defect");
    await server.close();
  });
} catch (error) {
  process.stderr.write(`${error instanceof DomainError ? error.message : String(error)}\n`);
  // Whatever a failed start has left open would keep it from ending.
  process.exit(1);
}
