import { Types } from "mongoose";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Account } from "#campaigns/access/account.ts";
import { setTotp } from "#campaigns/accounts/change-totp.ts";
import { findAccount } from "#campaigns/accounts/find-account.ts";
import { renewRecoveryCodes } from "#campaigns/accounts/recovery-codes.ts";
import type { TicketPurpose } from "#campaigns/accounts/ticket.model.ts";
import { ticketToken } from "#campaigns/accounts/tickets.ts";
import { makeTotpSecret } from "#campaigns/accounts/totp.ts";
import { resealAccounts } from "#campaigns/key-rotation/reseal-accounts.ts";
import { addTestAccount, clientOf, signInAs } from "../support/console-client.ts";
import { readLetters } from "../support/letter-desk.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { hour, minute } from "../support/test-clock.ts";

const password = "three otters juggle lamps";

let site: TestApp;

beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site.close());

/** Sends a form from one address, with the cookies of a browser. */
function send(url: string, form: Record<string, string>, remoteAddress = "198.51.100.7", cookie = "") {
  return site.app.inject({
    method: "POST",
    url,
    remoteAddress,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      accept: "text/html",
      origin: site.deps.publicUrl,
      cookie,
    },
    payload: new URLSearchParams(form).toString(),
  });
}

const signIn = (email: string, given = password, from?: string, cookie?: string) =>
  send("/organiser/sign-in", { email, password: given }, from, cookie);

const hidden = (body: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1]?.replaceAll("&quot;", '"') ?? "";

const cookiesOf = (answer: { cookies: { name: string; value: string }[] }) =>
  answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");

async function withTotp(email: string): Promise<{ account: Account; code: () => string }> {
  const account = await addTestAccount(site.deps, { email, password });
  const secret = makeTotpSecret();
  const codeAt = (timestamp: number) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
  await setTotp(site.deps, account.id, { secret, code: codeAt(site.clock.now().getTime()) });
  site.clock.advance(minute);
  return { account, code: () => codeAt(site.clock.now().getTime()) };
}

async function newestTicket(account: Account, purpose: TicketPurpose): Promise<string> {
  const ticket = await site.deps.database.tickets.findOne(
    { account: new Types.ObjectId(account.id), purpose },
    { sort: { _id: -1 } },
  );
  return ticket ? ticketToken(site.deps.keys, ticket) : "";
}

test("200 failed sign-ins wait longer and longer, and lock out neither a known browser nor anybody for long", async () => {
  const account = await addTestAccount(site.deps, { email: "guessed@sheaf.test", password });
  const mine = cookiesOf(await signIn(account.email));
  expect(mine).toContain("sheaf-known=");
  const answers = [];
  for (let turn = 0; turn < 200; turn += 1) {
    answers.push(await signIn(account.email, `guess number ${turn}`, `203.0.113.${turn}`));
  }
  const checked = answers.filter(({ statusCode }) => statusCode === 401).length;
  expect(checked).toBeGreaterThanOrEqual(5);
  expect(checked).toBeLessThan(20);
  const last = answers.at(-1);
  expect(last?.statusCode).toBe(429);
  expect(Number(last?.headers["retry-after"])).toBeGreaterThan(0);
  expect(Number(last?.headers["retry-after"])).toBeLessThanOrEqual(60);
  expect((await signIn(account.email, password, "203.0.113.250")).statusCode).toBe(429);
  expect((await signIn(account.email, password, "198.51.100.7", mine)).statusCode).toBe(303);
});

test("an address that has no account gets the same answer as a wrong password", async () => {
  await addTestAccount(site.deps, { email: "known@sheaf.test", password });
  const known = await signIn("known@sheaf.test", "a wrong password", "192.0.2.1");
  const unknown = await signIn("nobody@sheaf.test", "a wrong password", "192.0.2.2");
  expect(known.statusCode).toBe(401);
  expect(unknown.body.replaceAll("nobody@", "known@")).toBe(known.body);
});

test("a code of the app works once; a recovery code too", async () => {
  const { account, code } = await withTotp("totp@sheaf.test");
  const first = await signIn(account.email);
  expect(first.statusCode).toBe(200);
  expect(first.cookies).toEqual([]);
  const ticket = hidden(first.body, "ticket");
  const used = code();
  expect((await send("/organiser/sign-in/code", { ticket, code: "000000" })).statusCode).toBe(401);
  expect((await send("/organiser/sign-in/code", { ticket, code: used })).statusCode).toBe(303);
  const second = hidden((await signIn(account.email)).body, "ticket");
  expect((await send("/organiser/sign-in/code", { ticket: second, code: used })).statusCode).toBe(401);
  expect((await send("/organiser/sign-in/code", { ticket, code: used })).statusCode).toBe(401);

  const [recovery = ""] = await renewRecoveryCodes(site.deps, account.id);
  const third = { ticket: second, code: recovery.toUpperCase() };
  expect((await send("/organiser/sign-in/code", third)).statusCode).toBe(303);
  const fourth = hidden((await signIn(account.email)).body, "ticket");
  expect((await send("/organiser/sign-in/code", { ticket: fourth, code: recovery })).statusCode).toBe(401);
});

test("a reset is the same for everybody, works once, and signs out everywhere", async () => {
  const account = await addTestAccount(site.deps, { email: "reset@sheaf.test", password });
  const before = await clientOf(site, account);
  const known = await send("/organiser/forgotten", { email: account.email }, "192.0.2.10");
  const unknown = await send("/organiser/forgotten", { email: "nobody@sheaf.test" }, "192.0.2.11");
  expect([known.statusCode, known.body]).toEqual([unknown.statusCode, unknown.body]);
  const url = `/organiser/reset/${await newestTicket(account, "reset")}`;
  expect((await site.app.inject(url)).statusCode).toBe(200);
  expect((await before.get("/organiser/account")).statusCode).toBe(200);
  expect((await send(url, { password: "too short" })).statusCode).toBe(422);
  expect((await send(url, { password: "reset@sheaf.test 123456" })).statusCode).toBe(422);
  expect((await send(url, { password: "four new otters at noon" })).statusCode).toBe(303);
  expect((await send(url, { password: "four old otters at noon" })).statusCode).toBe(410);
  expect((await before.get("/organiser/account")).statusCode).toBe(303);
  expect((await signIn(account.email, password, "192.0.2.12")).statusCode).toBe(401);
  expect((await signIn(account.email, "four new otters at noon", "192.0.2.13")).statusCode).toBe(303);
});

test("letters about accounts go to the mailbox, three an hour at most, and the link in them works", async () => {
  const admin = await signInAs(site, "organiser", "ecpat-international");
  const form = { name: "Ines Neu", email: "ines@sheaf.test", role: "staff", locale: "fr" };
  const answer = await admin.post("/organiser/accounts/invite", form);
  expect(answer.statusCode).toBe(303);
  const sent = [...(await readLetters(site.deps)), ...(await readLetters(site.deps))];
  expect(sent.map(({ to }) => to).filter((to) => to === form.email)).toHaveLength(1);
  const link =
    /http:\/\/sheaf\.test(\/organiser\/invitation\/\S+)/.exec(
      sent.find(({ to }) => to === form.email)?.text ?? "",
    )?.[1] ?? "";
  expect((await send(link, { password })).statusCode).toBe(303);
  expect((await signIn(form.email, password, "192.0.2.20")).statusCode).toBe(303);

  const account = await addTestAccount(site.deps, { email: "flooded@sheaf.test", password });
  for (let turn = 0; turn < 5; turn += 1) {
    await send("/organiser/forgotten", { email: account.email }, `192.0.2.${30 + turn}`);
  }
  const letters = await readLetters(site.deps);
  expect(letters.filter(({ to }) => to === account.email)).toHaveLength(3);
});

test("a made-up session cookie, or one of a session that ended, signs nobody in; its id changes at every sign-in", async () => {
  for (const cookie of ["sheaf=x", "sheaf=", `sheaf=${"A".repeat(43)}`, `sheaf=${"A".repeat(5_000)}`]) {
    expect((await site.app.inject({ url: "/organiser/account", headers: { cookie } })).statusCode).toBe(303);
  }
  const account = await addTestAccount(site.deps, { email: "rotated@sheaf.test", password });
  const first = cookiesOf(await signIn(account.email, password, "192.0.2.40"));
  const second = cookiesOf(await signIn(account.email, password, "192.0.2.40", first));
  expect(second).not.toBe(first);
  const ask = (cookie: string) => site.app.inject({ url: "/organiser/account", headers: { cookie } });
  expect([(await ask(first)).statusCode, (await ask(second)).statusCode]).toEqual([303, 200]);
  const stored = JSON.stringify(await site.deps.database.sessions.find().toArray());
  expect(stored).not.toContain(/sheaf=([^;]+)/.exec(second)?.[1]);
});

test("a session ends after two hours without a click, and after twelve at all", async () => {
  const idle = await signInAs(site, "auditor");
  site.clock.advance(2 * hour + minute);
  expect((await idle.get("/organiser/account")).statusCode).toBe(303);
  const busy = await signInAs(site, "auditor");
  for (let turn = 0; turn < 8; turn += 1) {
    site.clock.advance(1.4 * hour);
    expect((await busy.get("/organiser/account")).statusCode).toBe(200);
  }
  site.clock.advance(hour);
  expect((await busy.get("/organiser/account")).statusCode).toBe(303);
});

test("a form sent after the session ran out comes back after the sign-in, to its owner only", async () => {
  const account = await addTestAccount(site.deps, { email: "late@sheaf.test", password });
  const client = await clientOf(site, account);
  site.clock.advance(3 * hour);
  const form = { name: 'Two "words"\r\nand <b>', locale: "en" };
  const late = await client.post("/organiser/account/person", form);
  expect(late.statusCode).toBe(401);
  expect(late.body).not.toContain("Two");
  const kept = hidden(late.body, "kept");
  const other = await addTestAccount(site.deps, { email: "other@sheaf.test", password });
  const theirs = await send("/organiser/sign-in", { email: other.email, password, kept }, "192.0.2.50");
  expect(theirs.statusCode).toBe(303);
  const mine = await send("/organiser/sign-in", { email: account.email, password, kept }, "192.0.2.51");
  expect(mine.statusCode).toBe(200);
  expect(mine.body).toContain('action="/organiser/account/person"');
  expect(mine.body).toContain('name="name" value="Two &quot;words&quot;\r\nand &lt;b&gt;"');
});

test("changing how one signs in asks for the password once more after ten minutes, and keeps the form", async () => {
  const account = await addTestAccount(site.deps, { email: "again@sheaf.test", password });
  const client = await clientOf(site, account);
  expect((await client.post("/organiser/account/totp/ask")).statusCode).toBe(200);
  site.clock.advance(11 * minute);
  const asked = await client.post("/organiser/account/password", { password: "five quiet otters sing" });
  expect(asked.statusCode).toBe(401);
  expect(asked.body).toContain("Confirm that it’s you");
  const invited = await client.post("/organiser/accounts/invite", { name: "N", email: "n@sheaf.test" });
  expect([invited.statusCode, invited.body.includes("Confirm that it’s you")]).toEqual([401, true]);
  const kept = hidden(asked.body, "kept");
  const proved = await send(
    "/organiser/sign-in",
    { email: account.email, password, kept },
    "192.0.2.60",
    client.cookie,
  );
  expect(proved.body).toContain('name="password" value="five quiet otters sing"');
});

test("a dump holds no name, address, secret or password of an account, and a rotation finds all that is sealed", async () => {
  const { account } = await withTotp("kanarienvogel@sheaf.test");
  const { accounts, sessions, tickets } = site.deps.database;
  const dump = JSON.stringify(
    await Promise.all([accounts, sessions, tickets].map((each) => each.find().toArray())),
  );
  for (const secret of ["kanarienvogel", account.name, password]) expect(dump).not.toContain(secret);
  expect(site.logged()).not.toContain("@sheaf.test");
  const { id, key } = site.deps.keys.current();
  const next = { ...site.deps.keys, current: () => ({ id: id + 1, key }) };
  const { found, resealed, unopened } = await resealAccounts({ database: site.deps.database, keys: next });
  const all = await accounts.countDocuments();
  expect([found, resealed, unopened]).toEqual([
    all + (await accounts.countDocuments({ totp: { $exists: true } })),
    found,
    0,
  ]);
  expect((await findAccount(site.deps, account.id)).sealed.readUInt16BE(0)).toBe(id + 1);
});
