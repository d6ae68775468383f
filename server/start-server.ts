import type { FastifyBaseLogger } from "fastify";
import { openDeps } from "#campaigns/open-deps.ts";
import type { Config } from "#campaigns/platform/config.ts";
import { refuseTakenPort } from "#campaigns/platform/refuse-taken-port.ts";
import { buildApp } from "./app.ts";

/** A server that listens; `close` first lets its proxy notice, and finishes what is under way. */
export type RunningServer = { url: string; close(): Promise<void> };

/**
 * Opens what the server needs and listens.
 * @throws DomainError `database-unavailable`, `keys-lost`, or `configuration`, also when the port is taken.
 */
export async function startServer(config: Config, log: FastifyBaseLogger): Promise<RunningServer> {
  await refuseTakenPort("PORT", config.HOST, config.PORT);
  const open = await openDeps(config, log);
  try {
    const app = await buildApp({ ...open, config, log });
    try {
      const url = await app.listen({ port: config.PORT, host: config.HOST });
      return {
        url,
        close: async () => {
          await app.drain();
          await open.close();
        },
      };
    } catch (error) {
      await app.close();
      throw error;
    }
  } catch (error) {
    await open.close();
    throw error;
  }
}
