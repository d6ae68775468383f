import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import type { FastifyInstance } from "fastify";
import { chooseEncoding, type Encoding, encodeText } from "../plugins/encode-text.ts";

type File = { name: string; type: string; plain: Buffer; encoded: Partial<Record<Encoding, Buffer>> };

const folder = new URL("../../web/", import.meta.url);

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

let files: Promise<File[]> | undefined;

/** The files of `web/`: read and compressed once, as small as can be, before the first is asked for. */
export async function assetRoutes(app: FastifyInstance): Promise<void> {
  files ??= Promise.all(readdirSync(folder).map(readFile));
  for (const { name, type, plain, encoded } of await files) {
    app.get(`/web/${name}`, { schema: { hide: true } }, async (request, reply) => {
      // Addresses carry a hash of the content.
      reply.header("Cache-Control", "public, max-age=31536000, immutable").type(type);
      const encoding = chooseEncoding(request.headers["accept-encoding"], plain.length);
      const smaller = encoding && encoded[encoding];
      return smaller ? reply.header("Content-Encoding", encoding).send(smaller) : reply.send(plain);
    });
  }
}

async function readFile(name: string): Promise<File> {
  const type = types[extname(name)];
  if (!type) throw new TypeError(`Say what kind of file web/${name} is.`);
  const plain = readFileSync(new URL(name, folder));
  // Pictures are compressed by what they are.
  if (extname(name) === ".png") return { name, type, plain, encoded: {} };
  const [br, gzip] = await Promise.all([
    encodeText(plain, "br", "utmost"),
    encodeText(plain, "gzip", "utmost"),
  ]);
  return { name, type, plain, encoded: { br, gzip } };
}
