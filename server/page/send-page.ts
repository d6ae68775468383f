import type { FastifyReply, FastifyRequest } from "fastify";
import { contentHash } from "./assets.ts";

/** How long a page may be shown again without asking us, in seconds; after that it is revalidated by its ETag. */
export const keptFor = { campaign: 5, texts: 300 } as const;

/** A page and the mark that its content goes by. */
export type DrawnPage = { text: string; etag: string };

/** Marks a page by its content. */
export function drawnPage(text: string): DrawnPage {
  return { text, etag: `"${contentHash(text)}"` };
}

/** Sends a page that is the same for everybody. A browser that already has the current one gets 304. */
export function sendPublicPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: string | DrawnPage,
  seconds: number,
): FastifyReply {
  const { text, etag } = typeof page === "string" ? drawnPage(page) : page;
  reply
    .header("Cache-Control", `public, max-age=${seconds}, stale-while-revalidate=${seconds * 6}`)
    .header("ETag", etag);
  const known = request.headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known?.includes(etag)) return reply.code(304).send();
  return reply.type("text/html; charset=utf-8").send(text);
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
