import type { FastifyReply } from "fastify";

/** Sends a console page: it is neither cached nor indexed. */
export function sendConsolePage(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .header("Cache-Control", "no-store")
    .header("X-Robots-Tag", "noindex")
    .type("text/html; charset=utf-8")
    .send(page);
}

/** Redirects after a form was processed, so that a reload does not send it again. */
export function redirect(reply: FastifyReply, to: string): FastifyReply {
  return reply.header("Cache-Control", "no-store").redirect(to, 303);
}
