import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { LRUCache } from "lru-cache";
import { chooseEncoding, type Encoding, encodeText } from "./encode-text.ts";

/** Compressed pages that are kept, in bytes: a campaign's page in all languages is a tenth of a megabyte. */
const keptBytes = 16 * 1_024 * 1_024;

const texts = /^(?:text\/(?!event-stream)|application\/(?:[a-z]+\+)?(?:json|xml)|image\/svg\+xml)/;

/**
 * Compresses texts that are the same for everybody, once for each content. What belongs to one person stays as it is:
 * the length of a compressed page tells what else stands in it to somebody who can make it repeat words of his choice
 * (BREACH).
 */
export const compression = fastifyPlugin(
  async (app: FastifyInstance) => {
    const kept = new LRUCache<string, Buffer>({
      maxSize: keptBytes,
      sizeCalculation: ({ length }) => Math.max(length, 1),
    });
    const encode = async (text: string, encoding: Encoding) => {
      const name = `${encoding} ${createHash("sha256").update(text).digest("base64url")}`;
      const known = kept.get(name);
      if (known) return known;
      const encoded = await encodeText(text, encoding, "quick");
      kept.set(name, encoded);
      return encoded;
    };
    app.addHook("onSend", (request, reply, payload, done) => {
      if (!isForEverybody(reply)) return done();
      varyByEncoding(reply);
      if (typeof payload !== "string" || !texts.test(String(reply.getHeader("content-type")))) return done();
      const encoding = chooseEncoding(request.headers["accept-encoding"], payload.length);
      if (!encoding) return done();
      encode(payload, encoding).then((encoded) => {
        markEncoded(reply, encoding);
        done(null, encoded);
      }, done);
    });
  },
  { name: "compression" },
);

function isForEverybody(reply: FastifyReply): boolean {
  return String(reply.getHeader("cache-control")).startsWith("public") && !reply.hasHeader("set-cookie");
}

/** Caches on the way keep one copy for each encoding, also of an answer that says that nothing has changed. */
function varyByEncoding(reply: FastifyReply): void {
  const others = reply.getHeader("vary");
  reply.header("Vary", others ? `${others}, Accept-Encoding` : "Accept-Encoding");
}

function markEncoded(reply: FastifyReply, encoding: Encoding): void {
  reply.header("Content-Encoding", encoding).removeHeader("Content-Length");
  const etag = reply.getHeader("etag");
  // The bytes differ from those of the other encodings, the meaning does not.
  if (typeof etag === "string" && !etag.startsWith("W/")) reply.header("ETag", `W/${etag}`);
}
