import type { FastifyReply, FastifyRequest } from "fastify";
import { contentHash } from "./assets.ts";

/** How long a page may be shown again without asking us, in seconds; after that it is revalidated by its ETag. */
export const keptFor = { campaign: 5, texts: 300 } as const;

/** Sends a page that is the same for everybody. A browser that already has the current one gets 304. */
export function sendPublicPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: string,
  seconds: number,
): FastifyReply {
  const etag = `"${contentHash(page)}"`;
  reply
    .header("Cache-Control", `public, max-age=${seconds}, stale-while-revalidate=${seconds * 6}`)
    .header("ETag", etag);
  const known = request.headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known?.includes(etag)) return reply.code(304).send();
  return reply.type("text/html; charset=utf-8").send(page);
}

/** Sends a page that belongs to one person: it is neither cached nor indexed. */
export function sendPrivatePage(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply
    .code(status)
    .header("Cache-Control", "no-store")
    .header("X-Robots-Tag", "noindex")
    .type("text/html; charset=utf-8")
    .send(page);
}
