import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { consoleUrls } from "../console-urls.ts";

class ReadOnly extends Error {
  readonly statusCode = 403;
  readonly code = "READ_ONLY";
}

/**
 * The page of the queues, for the secretariat; jobs hold ids only. It changes nothing: pausing or deleting there would
 * leave no trace in the audit, and every job comes back by itself.
 */
export async function queuePage(app: FastifyInstance, { deps }: { deps: Pick<Deps, "jobs"> }): Promise<void> {
  const board = new FastifyAdapter();
  board.setBasePath(consoleUrls.queues);
  createBullBoard({
    queues: Object.values(deps.jobs.queues).map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: board,
  });
  // The board hides its buttons; a request like theirs is refused as well.
  app.addHook("preHandler", async ({ method }) => {
    if (method !== "GET" && method !== "HEAD")
      throw new ReadOnly("The page of the queues is for reading only.");
  });
  // Its page brings its own styles and scripts, all from this server.
  app.addHook("onSend", async (_, reply) => {
    reply.header(
      "Content-Security-Policy",
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
    );
  });
  await app.register(board.registerPlugin(), { prefix: consoleUrls.queues });
}
