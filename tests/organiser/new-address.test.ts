import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOwnAccount } from "#campaigns/accounts/change-own-account.ts";
import { ticketToken } from "#campaigns/accounts/tickets.ts";
import { addTestAccount, clientOf } from "../support/console-client.ts";
import { readLetters } from "../support/letter-desk.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";

const password = "three otters juggle lamps";

let site: TestApp;

beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site.close());

/** Sends a form as a browser does in which nobody is signed in. */
function send(url: string, form: Record<string, string>) {
  const type = "application/x-www-form-urlencoded";
  const headers = { "content-type": type, accept: "text/html", origin: site.deps.publicUrl };
  return site.app.inject({ method: "POST", url, headers, payload: new URLSearchParams(form).toString() });
}

const signIn = async (email: string, given = password) =>
  (await send("/organiser/sign-in", { email, password: given })).statusCode;

test("a new address works once it is confirmed from its mailbox; the old one is told, and works until then", async () => {
  const taken = await addTestAccount(site.deps, { email: "taken@sheaf.test" });
  const account = await addTestAccount(site.deps, { email: "before@sheaf.test", password, locale: "fr" });
  const client = await clientOf(site, account);
  const ask = (email: string) => client.post("/organiser/account/address", { email });
  const sendLetters = async () =>
    (await readLetters(site.deps)).sort((one, other) => one.to.localeCompare(other.to));
  await sendLetters();
  expect((await ask("no address")).body).toContain('value="no address"');

  const refused = await ask(taken.email);
  const told = await sendLetters();
  const asked = await ask("After@sheaf.test");
  expect([refused.statusCode, refused.headers.location]).toEqual([asked.statusCode, asked.headers.location]);
  expect(told.map(({ to }) => to)).toEqual(["before@sheaf.test"]);
  const [letter, notice] = await sendLetters();
  expect([letter?.to, notice?.to]).toEqual(["After@sheaf.test", "before@sheaf.test"]);
  expect(notice?.text).not.toMatch(/http/);
  const link = /http:\/\/sheaf\.test(\/organiser\/new-address\/\S+)/.exec(letter?.text ?? "")?.[1] ?? "";

  expect((await site.app.inject(link)).body).toContain("After@sheaf.test");
  expect(await signIn("after@sheaf.test")).toBe(401);
  expect(await signIn("before@sheaf.test")).toBe(303);
  expect((await send(link, {})).statusCode).toBe(200);
  expect((await send(link, {})).statusCode).toBe(410);
  expect(await signIn("before@sheaf.test")).toBe(401);
  expect(await signIn("after@sheaf.test")).toBe(303);
  expect((await client.get("/organiser/account")).body).toContain("After@sheaf.test");
  const acts = await site.deps.database.audit.find({ on: `account/${account.id}` }).toArray();
  expect(acts.map(({ act }) => act)).toEqual(
    expect.arrayContaining(["account.address-asked", "account.address"]),
  );
  const { tickets, audit } = site.deps.database;
  const dump = JSON.stringify([await tickets.find().toArray(), await audit.find().toArray()]);
  expect(dump).not.toMatch(/after@|before@/i);
});

test("a name that is saved while the address changes leaves the new address as it is", async () => {
  const account = await addTestAccount(site.deps, { email: "earlier@sheaf.test", password });
  const client = await clientOf(site, account);
  await client.post("/organiser/account/address", { email: "later@sheaf.test" });
  const ticket = await site.deps.database.tickets.findOne({ purpose: "address" }, { sort: { _id: -1 } });
  await send(`/organiser/new-address/${ticket ? ticketToken(site.deps.keys, ticket) : ""}`, {});
  // The account as a request knew it that began before.
  await changeOwnAccount(site.deps, account, { name: "Ada Lovelace", locale: "en" });
  const { body } = await client.get("/organiser/account");
  expect(body).toContain("later@sheaf.test");
  expect(body).toContain("Ada Lovelace");
});

test("choosing a new password stops a change of address that somebody else began", async () => {
  const account = await addTestAccount(site.deps, { email: "mine@sheaf.test", password });
  const client = await clientOf(site, account);
  await client.post("/organiser/account/address", { email: "thief@sheaf.test" });
  const ticket = await site.deps.database.tickets.findOne({ purpose: "address" }, { sort: { _id: -1 } });
  const link = `/organiser/new-address/${ticket ? ticketToken(site.deps.keys, ticket) : ""}`;
  await client.post("/organiser/account/password", { password: "five careful otters sing" });
  expect((await send(link, {})).statusCode).toBe(410);
  expect(await signIn("mine@sheaf.test", "five careful otters sing")).toBe(303);
});
