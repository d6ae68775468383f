import { hash, timingSafeEqual } from "node:crypto";
import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import basicAuth from "@fastify/basic-auth";
import type { FastifyInstance } from "fastify";
import type { Nudges } from "#campaigns/jobs/nudges.ts";

type Options = { nudges: Nudges; password: string };

/** The page of the queues, behind the staff password; jobs hold ids only. */
export async function queuePage(app: FastifyInstance, { nudges, password }: Options): Promise<void> {
  const expected = sha256(`staff:${password}`);
  await app.register(basicAuth, {
    authenticate: { realm: "Sheaf staff" },
    validate: async (username, given) => {
      if (!timingSafeEqual(sha256(`${username}:${given}`), expected))
        throw new Error("Wrong name or password.");
    },
  });
  app.addHook("onRequest", app.basicAuth);
  const board = new FastifyAdapter();
  board.setBasePath("/staff/queues");
  createBullBoard({
    queues: Object.values(nudges.queues).map((queue) => new BullMQAdapter(queue)),
    serverAdapter: board,
  });
  // Its page brings styles and scripts of its own, all from this server.
  app.addHook("onSend", async (_, reply) => {
    reply.header(
      "Content-Security-Policy",
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
    );
  });
  await app.register(board.registerPlugin(), { prefix: "/staff/queues" });
}

function sha256(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
