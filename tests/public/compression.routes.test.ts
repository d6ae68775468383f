import { readFileSync } from "node:fs";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compression } from "#server/plugins/compression.ts";
import { openSite, type Site, signPath, slug } from "./open-site.ts";

let site: Site;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const page = `/en/c/${slug}`;
const decode = { br: brotliDecompressSync, gzip: gunzipSync };

test.each([
  ["br", "gzip, deflate, br"],
  ["gzip", "gzip"],
  ["gzip", "br;q=0, gzip"],
] as const)(
  "A campaign's page comes as %s to a browser that takes %s, with the same words",
  async (encoding, accepted) => {
    const plain = await site.get(page);
    const sent = await site.get(page, { "accept-encoding": accepted });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(sent.headers["content-encoding"]).toBe(encoding);
    expect(decode[encoding](sent.rawPayload).toString()).toBe(plain.body);
    expect(sent.headers["content-length"]).toBe(String(sent.rawPayload.length));
    expect([plain.headers.vary, sent.headers.vary]).toEqual(["Accept-Encoding", "Accept-Encoding"]);
  },
);

test("A browser that has the compressed page is told that nothing has changed", async () => {
  const { headers } = await site.get(page, { "accept-encoding": "br" });
  const again = await site.get(page, { "accept-encoding": "br", "if-none-match": String(headers.etag) });
  expect([again.statusCode, again.body, again.headers.vary]).toEqual([304, "", "Accept-Encoding"]);
});

test("Stylesheets come compressed, and are what stands in the folder", async () => {
  const file = readFileSync(new URL("../../web/site.css", import.meta.url), "utf8");
  for (const encoding of ["br", "gzip"] as const) {
    const sent = await site.get("/web/site.css?v=1", { "accept-encoding": encoding });
    expect(decode[encoding](sent.rawPayload).toString()).toBe(file);
    expect(sent.headers["content-type"]).toBe("text/css; charset=utf-8");
    expect(sent.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  }
  expect((await site.get("/web/site.css?v=1")).body).toBe(file);
  expect((await site.get("/web/../package.json")).statusCode).toBe(404);
});

test("What belongs to one person is never compressed: its length would tell what stands in it", async () => {
  const receipt = await site.signAndConfirm();
  const waiting = await site.sign();
  await site.work();
  const compressed = { "accept-encoding": "br, gzip" };
  const replies = await Promise.all([
    site.get(`/en/c/${slug}/received/${await site.sign()}`, compressed),
    site.get(`/en/c/${slug}/thanks/${receipt}`, compressed),
    site.get(`/en/receipt/${receipt}`, compressed),
    site.get(site.link("confirm", waiting), compressed),
    site.post(signPath, { name: "Ada Muster", email: "nowhere" }, compressed),
    site.get("/organiser/sign-in", compressed),
    site.get("/en/nowhere", compressed),
  ]);
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 422, 200, 404]);
  expect(replies.map(({ headers }) => headers["content-encoding"])).toEqual(replies.map(() => undefined));
});

test("A stream of events is not held back by compressing, nor is an answer that sets a cookie compressed", async () => {
  const app = fastify();
  await app.register(compression);
  const words = "data: 1\n\n".repeat(1_000);
  app.get("/stream", (_, reply) =>
    reply.header("Cache-Control", "public, max-age=5").type("text/event-stream").send(words),
  );
  app.get("/cookie", (_, reply) =>
    reply
      .header("Cache-Control", "public, max-age=5")
      .header("Set-Cookie", "a=b")
      .type("text/html")
      .send(words),
  );
  for (const url of ["/stream", "/cookie"]) {
    const reply = await app.inject({ url, headers: { "accept-encoding": "br" } });
    expect([reply.headers["content-encoding"], reply.body]).toEqual([undefined, words]);
  }
});
