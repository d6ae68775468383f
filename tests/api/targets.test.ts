import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestApp, type TestApp } from "../support/test-app.ts";

let site: TestApp;
let port: number;
let elsewhere: Server;
/** What anybody was made to fetch, by path. */
const fetched: string[] = [];

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    fetched.push(request.url ?? "");
    response.end("elsewhere");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  site = await openTestApp({ SHEAF_MAILBOX_URL: addressOf(elsewhere) });
  port = Number(new URL(await site.app.listen({ port: 0, host: "127.0.0.1" })).port);
});
afterAll(async () => {
  await site.close();
  elsewhere.closeAllConnections();
  elsewhere.close();
});

function addressOf(server: Server): string {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

/** Sends lines as they are, which no library would, and reads all that comes back. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      answer += part;
    });
    socket.once("close", () => resolve(answer));
    socket.once("error", reject);
  });
}

async function statusOf(target: string, method = "GET"): Promise<string> {
  const answer = await sendRaw(
    `${method} ${target} HTTP/1.1\r\nHost: sheaf.test\r\nConnection: close\r\n\r\n`,
  );
  return answer.slice(9, 12);
}

test("what is no path is refused, whichever route it would lead to", async () => {
  const other = addressOf(elsewhere);
  for (const target of [
    `${other}/mailbox/../..`,
    `${other}/mailbox`,
    `${other}/health/live`,
    `${other}/organiser`,
    "http://sheaf.test/en",
    "HTTP://sheaf.test/health/live",
    "//evil.example/mailbox",
    "//evil.example",
    "/\\evil.example",
    "ftp://evil.example/health/live",
  ])
    expect([target, await statusOf(target)]).toEqual([target, "400"]);
  expect(await statusOf("*", "OPTIONS")).toBe("400");
  // Node itself hangs up on those who want to be led through.
  expect(await statusOf("evil.example:443", "CONNECT")).toBe("");
  expect(await statusOf("/health/live")).toBe("200");
  expect(fetched).toEqual([]);
});

test("the mailbox is asked for a mail by its name only", async () => {
  expect(await statusOf("/mailbox?message=1796025600000-000001")).toBe("200");
  expect(await statusOf("/mailbox")).toBe("200");
  expect(fetched.splice(0)).toEqual(["/mailbox?message=1796025600000-000001", "/mailbox"]);
  for (const target of ["/mailbox/../..", "/mailbox/x", "/mailbox//evil.example", "/mailbox/%2e%2e/x"])
    expect([target, await statusOf(target)]).toEqual([target, "404"]);
  for (const target of ["/mailbox?message=../..", "/mailbox?message=//evil.example", "/mailbox?url=x"])
    expect([target, await statusOf(target)]).toEqual([target, "400"]);
  expect(fetched).toEqual([]);
});

test("a body that drips in is cut off when its time is over, not half a minute later", async () => {
  const { server } = site.app;
  expect(server.requestTimeout).toBe(15_000);
  expect(server.headersTimeout).toBeLessThanOrEqual(server.requestTimeout);
  Object.assign(server, { headersTimeout: 400, requestTimeout: 500 });
  const began = performance.now();
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let heard = "";
    socket.write(
      "POST /organiser/sign-in HTTP/1.1\r\nHost: sheaf.test\r\nContent-Length: 9000\r\n" +
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n",
    );
    const drip = setInterval(() => socket.write("a"), 50);
    socket.on("data", (part) => {
      heard += part;
    });
    socket.once("error", reject);
    socket.once("close", () => {
      clearInterval(drip);
      resolve(heard);
    });
  });
  expect(answer).toContain(" 408 ");
  expect(performance.now() - began).toBeLessThan(5_000);
});
