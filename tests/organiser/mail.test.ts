import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noteMailEvent } from "#campaigns/mail/note-mail-event.ts";
import { findSuppressed } from "#campaigns/mail/suppression/find-suppressed.ts";
import { suppress } from "#campaigns/mail/suppression/suppress.ts";
import { readMailHealth } from "#campaigns/returned-mail/read-mail-health.ts";
import { mailboxKey } from "#campaigns/texts/mailbox-key.ts";
import { noCounts } from "#campaigns/updates/update.model.ts";
import { consoleBook } from "#server/organiser/frame/console-book.ts";
import { drawMail } from "#server/organiser/mail/mail.view.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { type NameServer, startNameServer, type Zone } from "../support/name-server.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";

const zone: Zone = {};
let names: NameServer;
let site: TestApp;
let secretariat: ConsoleClient;
let thai: ConsoleClient;

beforeAll(async () => {
  names = await startNameServer(zone);
  site = await openTestApp({
    SHEAF_DNS_SERVER: names.address,
    SHEAF_MAIL_FROM: "Sheaf <news@example.org>",
    SHEAF_BOUNCE_ADDRESS: "b-*@bounces.example.org",
  });
  secretariat = await signInAs(site, "secretariat");
  thai = await signInAs(site, "organiser", "ecpat-thailand");
  await sentUpdate("ecpat-thailand", 1_000);
  await sentUpdate("ecpat-usa", 1_000);
});
afterAll(async () => {
  await site.close();
  await names.stop();
});

/** An update that went out to so many, and some complaints about it. */
async function sentUpdate(organisation: string, sent: number): Promise<void> {
  const now = site.deps.now();
  const update = new Types.ObjectId();
  await site.deps.database.updates.create({
    _id: update,
    campaign: "campaign",
    organisation,
    state: "sent",
    texts: {},
    fallback: [],
    audience: {},
    createdBy: "0".repeat(24),
    createdAt: now,
    changedAt: now,
    startedAt: now,
    planned: sent,
    counts: { ...noCounts(), sent },
  });
  for (const number of [1, 2]) {
    const told = { kind: "complaint", source: "report" } as const;
    await noteMailEvent(site.deps, `${organisation}-${number}`, told, { organisation, update });
  }
}

const keyOf = (email: string) => mailboxKey(site.deps.keys, email);

async function isSuppressed(email: string): Promise<boolean> {
  return (await findSuppressed(site.deps, [keyOf(email)])).size === 1;
}

test("the page says how many complained, that it is too many, and to a member only of its own", async () => {
  const all = (await secretariat.get("/organiser/mail")).body;
  expect(all.match(/ecpat-(thailand|usa)<\/th>/g)).toHaveLength(2);
  expect(all).toContain("(0.2 %)");
  expect(all).toContain("too many");
  const own = (await thai.get("/organiser/mail")).body;
  expect(own).toContain("ecpat-thailand");
  expect(own).not.toContain("ecpat-usa");
  expect(own).not.toContain("/organiser/mail/search");
});

test("refusals because of us stand by provider, with why, apart from bounces, and to a member only its own", async () => {
  const organisation = "ecpat-thailand";
  for (const [id, provider, ground] of [
    ["1", "gmail.com", "authentication"],
    ["2", "gmail.com", "reputation"],
    ["3", "~abc", "policy"],
    ["4", "~xyz", "policy"],
  ] as const) {
    const told = { kind: "about-us", ground, source: "report" } as const;
    await noteMailEvent(site.deps, `about-us-${id}`, told, { organisation, provider });
  }
  const { refusals } = await readMailHealth(site.deps, thai.account);
  expect(refusals.map(({ provider, refused }) => [provider, refused]).sort()).toEqual([
    ["gmail.com", 2],
    ["others", 2],
  ]);
  const { body } = await thai.get("/organiser/mail");
  expect(body).toMatch(/<th scope="row">gmail\.com<\/th>\s*<td[^>]*>2</);
  expect(body).toContain("SPF, DKIM, DMARC or our server");
  expect(body).toContain("All smaller providers");
  expect(body).not.toContain("~abc");
  const usa = await signInAs(site, "organiser", "ecpat-usa");
  expect((await usa.get("/organiser/mail")).body).not.toContain("gmail.com");
});

test("the secretariat finds an address and lifts its suppression with a reason; the audit keeps both", async () => {
  await suppress(site.deps, keyOf("anna@example.org"), "hard-bounce", { source: "report", status: "5.1.1" });
  const found = await secretariat.post("/organiser/mail/search", { email: "Anna@Example.org" });
  expect(found.body).toContain("a bounce report, 5.1.1");
  const key = keyOf("anna@example.org").toString("hex");
  expect((await secretariat.post("/organiser/mail/lift", { key })).statusCode).toBe(400);
  expect((await secretariat.post("/organiser/mail/lift", { key, why: "Anna wrote" })).statusCode).toBe(400);
  expect((await secretariat.post("/organiser/mail/lift", { key, why: "works-again" })).statusCode).toBe(303);
  expect(await isSuppressed("anna@example.org")).toBe(false);
  expect((await secretariat.post("/organiser/mail/lift", { key, why: "works-again" })).statusCode).toBe(404);
  const lifts = await site.deps.database.audit.find({ act: "suppression.lift" }).toArray();
  expect(lifts).toMatchObject([
    { on: `suppression/${key}`, details: { was: "hard-bounce", why: "works-again" } },
  ]);
  expect((await secretariat.post("/organiser/mail/search", { email: "anna@example.org" })).body).toContain(
    "Lifted on",
  );
});

test("an address can be suppressed by hand; neither audit nor log says which it was", async () => {
  expect(
    (await secretariat.post("/organiser/mail/suppress", { email: "berta@example.org" })).statusCode,
  ).toBe(303);
  expect(await isSuppressed("berta@example.org")).toBe(true);
  expect((await secretariat.post("/organiser/mail/suppress", { email: "nobody" })).statusCode).toBe(422);
  const audit = JSON.stringify(await site.deps.database.audit.find().toArray());
  expect(audit).toContain("suppression.add");
  expect(audit + site.logged()).not.toContain("berta");
});

test("nobody but the secretariat looks addresses up, suppresses or lifts", async () => {
  const key = keyOf("berta@example.org").toString("hex");
  for (const [page, form] of [
    ["search", { email: "berta@example.org" }],
    ["suppress", { email: "carla@example.org" }],
    ["lift", { key, why: "asked" }],
  ] as const)
    expect((await thai.post(`/organiser/mail/${page}`, form)).statusCode).toBe(403);
  expect(await isSuppressed("berta@example.org")).toBe(true);
  expect(await isSuppressed("carla@example.org")).toBe(false);
});

test("the page asks the DNS only when somebody presses the button, and says what is there and what is missing", async () => {
  zone["bounces.example.org"] = { TXT: ["v=spf1 ip4:192.0.2.1 -all"], MX: [[10, "mx.example.org"]] };
  expect((await thai.get("/organiser/mail")).body).not.toContain('id="dns"');
  const { body } = await thai.get("/organiser/mail?check=yes");
  const saidOf = (about: string) =>
    new RegExp(`<dt>${about} .*?</dd>`, "s").exec(body)?.[0].replaceAll(/<[^>]+>/g, "");
  expect(saidOf("SPF")).toContain("Good");
  expect(saidOf("Return addresses")).toContain("What comes back goes to mx.example.org.");
  expect(saidOf("DMARC")).toMatch(/Needs fixing.*_dmarc\.example\.org TXT v=DMARC1/s);
});

test("a start with the usual settings is told which one is missing before the DNS can be asked", async () => {
  const usual = await openTestApp();
  const client = await signInAs(usual, "secretariat");
  const { statusCode, body } = await client.get("/organiser/mail?check=yes");
  expect(statusCode).toBe(200);
  expect(body).toMatch(
    /<dt>Settings .*Needs fixing.*set SHEAF_MAIL_FROM to an address of a domain of yours/s,
  );
  await usual.close();
});

test("findings of the DNS are shown with the records to copy, safely", async () => {
  const { account } = secretariat;
  const health = await readMailHealth(site.deps, account);
  const publish = { name: "_dmarc.example.org", type: "TXT", value: "v=DMARC1; <p>=quarantine" } as const;
  const findings = [{ about: "DMARC", verdict: "wrong", says: "It is: <b>", publish } as const];
  const page = drawMail(consoleBook("ar"), { account, health, organisations: [], findings });
  expect(page).toContain("_dmarc.example.org TXT v=DMARC1; &lt;p&gt;=quarantine");
  expect(page).toContain("It is: &lt;b&gt;");
});
