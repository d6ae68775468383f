import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { MailStore } from "./mail-store.ts";
import { mailboxCss } from "./mailbox.css.ts";
import { mailListPage, mailPage, noMailPage } from "./mailbox-pages.ts";

const ownStyle = `'sha256-${createHash("sha256").update(mailboxCss).digest("base64")}'`;

/**
 * Shows the mailbox on a loopback port: pages for people, and with `Accept: application/json` mails as JSON. Both
 * return the newest hundred, or older ones with `?before=`; the JSON's `Link` header (rel="next") leads on.
 */
export async function serveMailbox(store: MailStore): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(store, request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(store: MailStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Another site that points its own name at this address must not read the mails.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? "")) return refuse(response, 403);
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405);
  const [path, query] = (request.url ?? "").split("?", 2);
  if (path !== "/mailbox") return refuse(response, 404);
  const asked = new URLSearchParams(query);
  const page = store.page(asked.get("before") ?? undefined);
  const accept = request.headers.accept ?? "";
  if (accept.includes("application/json") && !accept.includes("text/html")) {
    const oldest = page.older && page.mails.at(-1)?.id;
    if (oldest) response.setHeader("link", `</mailbox?before=${encodeURIComponent(oldest)}>; rel="next"`);
    const mails = page.mails.map(({ mail }) => mail);
    return send(response, 200, "application/json; charset=utf-8", JSON.stringify(mails), "'none'");
  }
  const id = asked.get("message");
  if (id === null) return send(response, 200, htmlType, `${await mailListPage(page)}`, ownStyle);
  const mail = store.find(id);
  if (!mail) return send(response, 404, htmlType, `${await noMailPage()}`, ownStyle);
  // This page's policy also applies to the frame with the mail, and mails bring their own styles.
  return send(response, 200, htmlType, `${await mailPage(mail)}`, "'unsafe-inline'");
}

const htmlType = "text/html; charset=utf-8";

function send(response: ServerResponse, status: number, type: string, body: string, styles: string): void {
  response.writeHead(status, {
    "content-type": type,
    "content-security-policy": `default-src 'none'; style-src ${
      styles
    }; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { allow: "GET, HEAD" }).end();
}
