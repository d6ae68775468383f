import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

/** What a page may load and do: nothing but our own files, and forms to ourselves. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const pageHeaders = {
  "Content-Security-Policy": contentSecurityPolicy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
  // Our own forms must carry their Origin: "no-referrer" would make browsers send "null".
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/** Sets the protective headers; API replies only need protection against type sniffing. */
export const headers = fastifyPlugin<{ https: boolean }>(
  async (app: FastifyInstance, { https }) => {
    const all = https
      ? { ...pageHeaders, "Strict-Transport-Security": "max-age=63072000; includeSubDomains" }
      : pageHeaders;
    app.addHook("onRequest", (request, reply, done) => {
      if (request.url.startsWith("/api/")) reply.header("X-Content-Type-Options", "nosniff");
      else reply.headers(all);
      done();
    });
  },
  { name: "headers" },
);
