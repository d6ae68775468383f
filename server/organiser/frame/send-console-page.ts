import type { FastifyReply } from "fastify";

/** Sends a page of the console: nobody keeps it, nobody indexes it. */
export function sendConsolePage(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .header("Cache-Control", "no-store")
    .header("X-Robots-Tag", "noindex")
    .type("text/html; charset=utf-8")
    .send(page);
}

/** Leads on after a form was taken, so that a reload does not send it again. */
export function redirect(reply: FastifyReply, to: string): FastifyReply {
  return reply.header("Cache-Control", "no-store").redirect(to, 303);
}
