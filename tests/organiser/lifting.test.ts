import { afterAll, beforeAll, expect, test } from "vitest";
import { mailProvider } from "#campaigns/mail/mail-provider.ts";
import { noteMailEvent } from "#campaigns/mail/note-mail-event.ts";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import { suppress } from "#campaigns/mail/suppression/suppress.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { day, hour } from "../support/test-clock.ts";

const path = "/organiser/mail/lifting";

let site: TestApp;
let secretariat: ConsoleClient;
let today: string;

beforeAll(async () => {
  site = await openTestApp();
  await bounced("early@example.net", "5.1.1");
  site.clock.advance(2 * day);
  today = site.deps.now().toISOString().slice(0, 10);
  for (const name of ["anna", "berta"]) await bounced(`${name}@example.net`, "5.1.1");
  await bounced("carla@example.net", "5.1.10");
  await bounced("dora@gmail.com", "5.1.1");
  await suppress(site.deps, keyOf("emma@example.net"), "complaint", { source: "report", provider: "~" });
  secretariat = await signInAs(site, "secretariat");
});
afterAll(() => site.close());

const keyOf = (email: string) => mailboxKey(site.deps.keys, email);

async function bounced(email: string, status: string): Promise<void> {
  const told = { kind: "hard-bounce", source: "report", status, ground: "no-mailbox" } as const;
  const about = { key: keyOf(email), provider: mailProvider(site.deps.keys, email) };
  await noteMailEvent(site.deps, `event-${email}`, told, about);
}

async function suppressed(): Promise<string[]> {
  const all = ["early", "anna", "berta", "carla", "emma"].map((name) => `${name}@example.net`);
  const found = await findSuppressed(site.deps, [...all, "dora@gmail.com"].map(keyOf));
  return [...all, "dora@gmail.com"].filter((email) => found.has(keyOf(email).toString("hex")));
}

const form = (differences = {}) => ({
  status: "5.1.1",
  domain: "example.net",
  from: today,
  to: today,
  ...differences,
});

test("bounced addresses are counted by code, provider and days before anything is lifted", async () => {
  const before = await suppressed();
  for (const [differences, says] of [
    [{}, "would be lifted: 2"],
    [{ status: "5.1" }, "would be lifted: 3"],
    [{ status: "", domain: "" }, "would be lifted: 4"],
    [{ domain: "googlemail.com" }, "would be lifted: 1"],
    [{ from: "2000-01-01" }, "would be lifted: 3"],
    [{ domain: "example.org" }, "No suppressed address is like that"],
  ] as const)
    expect((await secretariat.post(path, form(differences))).body, JSON.stringify(differences)).toContain(
      says,
    );
  for (const wrong of [{ status: "nonsense" }, { domain: "no domain" }, { from: "2099-01-01" }, { to: "" }])
    expect((await secretariat.post(path, form(wrong))).statusCode).toBe(422);
  expect(await suppressed()).toEqual(before);
});

test("lifting takes a second look, the count that was seen, and leaves who complained", async () => {
  const lift = (counted: string) => secretariat.post(`${path}/lift`, { ...form(), counted, why: "mistake" });
  expect((await lift("3")).body).toContain("not as many any more");
  expect(await suppressed()).toContain("anna@example.net");
  expect((await lift("2")).statusCode).toBe(303);
  expect(await suppressed()).toEqual([
    "early@example.net",
    "carla@example.net",
    "emma@example.net",
    "dora@gmail.com",
  ]);
  const [noted] = await site.deps.database.audit.find({ act: "suppression.lift-many" }).toArray();
  expect(noted?.details).toMatchObject({ status: "5.1.1", count: 2, why: "mistake" });
  expect(JSON.stringify(noted) + site.logged()).not.toContain("example.net");
});

test("lifting many asks for the password again, and is the secretariat's", async () => {
  const thai = await signInAs(site, "organiser", "ecpat-thailand");
  for (const page of [path, `${path}/lift`]) expect((await thai.post(page, form())).statusCode).toBe(403);
  site.clock.advance(hour);
  const asked = await secretariat.post(`${path}/lift`, { ...form(), counted: "1", why: "mistake" });
  expect(asked.body).toContain("password");
  expect(await suppressed()).toContain("carla@example.net");
});
