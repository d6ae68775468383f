import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";

/** Where the page of the queues is; all that is below it stands under the policy `queues.read`. */
export const queuePath = "/staff/queues";

/** The page of the queues, for the secretariat; jobs hold ids only. */
export async function queuePage(app: FastifyInstance, { deps }: { deps: Pick<Deps, "jobs"> }): Promise<void> {
  const board = new FastifyAdapter();
  board.setBasePath(queuePath);
  createBullBoard({
    queues: Object.values(deps.jobs.queues).map((queue) => new BullMQAdapter(queue)),
    serverAdapter: board,
  });
  // Its page brings styles and scripts of its own, all from this server.
  app.addHook("onSend", async (_, reply) => {
    reply.header(
      "Content-Security-Policy",
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
    );
  });
  await app.register(board.registerPlugin(), { prefix: queuePath });
}
