import type { FastifyBaseLogger } from "fastify";
import { openDeps } from "#campaigns/open.ts";
import type { Config } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { buildApp } from "./app.ts";

/** A server that listens. */
export type RunningServer = { url: string; close(): Promise<void> };

/**
 * Opens what the server needs and listens.
 * @throws DomainError `database-unavailable`, `keys-lost`, or `configuration` when the port is taken.
 */
export async function startServer(config: Config, log: FastifyBaseLogger): Promise<RunningServer> {
  const open = await openDeps(config);
  try {
    const app = await buildApp({ deps: open.deps, redis: open.redis, config, log });
    const url = await app
      .listen({ port: config.PORT, host: config.HOST })
      .catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== "EADDRINUSE") throw cause;
        throw new DomainError("configuration", `Port ${config.PORT} is taken: set PORT to a free one.`, {
          cause,
        });
      });
    return {
      url,
      close: async () => {
        await app.close();
        await open.close();
      },
    };
  } catch (error) {
    await open.close();
    throw error;
  }
}
