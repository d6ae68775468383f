import { hash } from "node:crypto";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import { createTransport, type SendMailOptions } from "nodemailer";
import { afterEach, expect, test } from "vitest";
import { openMailStore } from "#embedded/mailbox/mail-store.ts";
import { type Mailbox, openMailbox } from "#embedded/mailbox/open-mailbox.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let mailbox: Mailbox | undefined;

afterEach(async () => {
  await mailbox?.close();
  mailbox = undefined;
});

async function open(folder: string): Promise<Mailbox> {
  mailbox = await openMailbox(folder);
  return mailbox;
}

async function send({ smtpUrl }: Mailbox, mail: SendMailOptions): Promise<void> {
  const transport = createTransport(smtpUrl);
  await transport.sendMail({ from: "Sheaf <no-reply@localhost>", to: "suzie@example.org", ...mail });
  transport.close();
}

async function readJson({ url }: Mailbox): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${url}/mailbox`, { headers: { accept: "application/json" } });
  return answer.json();
}

async function readPage({ url }: Mailbox, path = "/mailbox"): Promise<string> {
  const answer = await fetch(`${url}${path}`, { headers: { accept: "text/html" } });
  return answer.text();
}

function statusFor(port: string, method: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, method, path: "/mailbox", headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once("error", reject);
    asked.end();
  });
}

test("a mail that was sent is read as JSON, with its headers as they were sent", async () => {
  const box = await open(temporaryFolder());
  await send(box, {
    subject: "Confirm your signature ✓",
    text: "Hello",
    html: "<p>Hello</p>",
    headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  });
  expect(await readJson(box)).toEqual([
    {
      from: '"Sheaf" <no-reply@localhost>',
      to: "suzie@example.org",
      subject: "Confirm your signature ✓",
      text: "Hello",
      html: "<p>Hello</p>",
      headers: expect.objectContaining({ "list-unsubscribe-post": "List-Unsubscribe=One-Click" }),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    },
  ]);
});

test("mails are listed newest first, and are still there after a restart", async () => {
  const folder = temporaryFolder();
  const first = await open(folder);
  await send(first, { subject: "One", text: "1" });
  await send(first, { subject: "Two", text: "2" });
  await first.close();
  const second = await open(folder);
  await send(second, { subject: "Three", text: "3" });
  const subjects = (await readJson(second)).map(({ subject }) => subject);
  expect(subjects).toEqual(["Three", "Two", "One"]);
});

test("only the newest mails are kept", async () => {
  const folder = temporaryFolder();
  const store = await openMailStore(folder, 3);
  for (const subject of ["a", "b", "c", "d", "e"]) {
    await store.add({ from: "", to: "", subject, text: "", html: "", headers: {}, at: "" });
  }
  expect(store.page().mails.map(({ mail }) => mail.subject)).toEqual(["e", "d", "c"]);
  expect(readdirSync(folder)).toHaveLength(3);
});

test("the newest hundred come at once, and lead on to those before them", async () => {
  const folder = temporaryFolder();
  const store = await openMailStore(folder);
  for (let number = 1; number <= 130; number += 1)
    await store.add({ from: "", to: "", subject: `${number}`, text: "", html: "", headers: {}, at: "" });
  const box = await open(folder);
  const newest = await fetch(`${box.url}/mailbox`, { headers: { accept: "application/json" } });
  const mails: { subject: string }[] = await newest.json();
  expect([mails.length, mails[0]?.subject, mails.at(-1)?.subject]).toEqual([100, "130", "31"]);
  const [, next = ""] = /^<(.+)>; rel="next"$/.exec(newest.headers.get("link") ?? "") ?? [];
  const older = await fetch(`${box.url}${next}`, { headers: { accept: "application/json" } });
  const rest: { subject: string }[] = await older.json();
  expect([rest.length, rest[0]?.subject, older.headers.get("link")]).toEqual([30, "30", null]);
  expect(await readPage(box)).toContain(`href="${next}">Older mails`);
});

test("the page of a mail makes its links work, and gives its HTML no power", async () => {
  const box = await open(temporaryFolder());
  const link = "http://127.0.0.1:3000/en/confirm/abc?x=1&y=2";
  await send(box, {
    subject: "<script>alert(1)</script>",
    text: `Confirm: ${link}`,
    html: `<head></head><a href="${link}">Confirm</a><script>alert(2)</script>`,
  });
  const list = await readPage(box);
  const [, path = ""] = /href="(\/mailbox\?message=[^"]+)"/.exec(list) ?? [];
  const page = await readPage(box, path);
  expect(page).toContain('<a href="http://127.0.0.1:3000/en/confirm/abc?x=1&amp;y=2">');
  expect(page).toContain('sandbox="allow-top-navigation-by-user-activation');
  expect(page).not.toContain("<script");
  expect(page).not.toContain("allow-scripts");
});

test("pages forbid scripts and everything from elsewhere, and allow their own style", async () => {
  const box = await open(temporaryFolder());
  const answer = await fetch(`${box.url}/mailbox`);
  const [, style = ""] = /<style>(.*)<\/style>/s.exec(await answer.text()) ?? [];
  const policy = `default-src 'none'; style-src 'sha256-${hash("sha256", style, "base64")}';`;
  expect(answer.headers.get("content-security-policy")).toContain(policy);
});

test("a foreign host name pointed at this machine reads nothing, and no request changes anything", async () => {
  const box = await open(temporaryFolder());
  const { port } = new URL(box.url);
  expect(await statusFor(port, "GET", "evil.example")).toBe(403);
  expect(await statusFor(port, "DELETE", "127.0.0.1")).toBe(405);
});
