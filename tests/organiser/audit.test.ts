import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeRole, endAccount } from "#campaigns/accounts/change-account.ts";
import { inviteAccount } from "#campaigns/accounts/invite-account.ts";
import { type Actor, recordAudit } from "#campaigns/audit/record-audit.ts";
import { verifyChain } from "#campaigns/audit/verify-chain.ts";
import { requestBundle } from "#campaigns/bundles/request-bundle.ts";
import { suppressByHand } from "#campaigns/mail/suppression/change-suppression.ts";
import { endOrganisation } from "#campaigns/organisations/edit-organisation.ts";
import { loadNetwork } from "#campaigns/organisations/load-network.ts";
import { keepContact } from "#campaigns/petitions/contacts/keep-contact.ts";
import { askEnding } from "#campaigns/petitions/drafts/ask-ending.ts";
import { switchMilestones } from "#campaigns/updates/triggers/switch-milestones.ts";
import { createUpdate } from "#campaigns/updates/writing/write-update.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { begin } from "./campaign-desk.ts";

let site: TestApp;
let secretariat: ConsoleClient;
let american: ConsoleClient;
let thai: ConsoleClient;

const actorOf = ({ account: { id, organisation, role } }: ConsoleClient): Actor => ({
  account: id,
  organisation,
  role,
  from: "203.0.113.0/24",
});

beforeAll(async () => {
  site = await openTestApp();
  secretariat = await signInAs(site, "secretariat");
  american = await signInAs(site, "auditor", "ecpat-usa", { name: "Ada <i>Auditor</i>" });
  thai = await signInAs(site, "organiser", "ecpat-thailand");
  await site.deps.database.audit.deleteMany();
  for (let number = 1; number <= 60; number += 1)
    await recordAudit(site.deps, actorOf(american), "petition.edit", `campaign/us-${number}`);
  await recordAudit(site.deps, actorOf(thai), "petition.approve", "campaign/th", { version: 2 });
  await recordAudit(site.deps, actorOf(secretariat), "campaign.close", "=campaign", { reason: "done" });
});
afterAll(() => site.close());

/** Numbers of the entries on a page. */
async function numbers(client: ConsoleClient, query = ""): Promise<number[]> {
  const page = await client.get(`/organiser/audit${query}`);
  expect(page.statusCode).toBe(200);
  expect(page.body.length).toBeLessThan(150_000);
  return [...page.body.matchAll(/<th scope="row" class="n">(\d+)</g)].map(([, number]) => Number(number));
}

test("entries come newest first, in pages that lead on to each other", async () => {
  const page = await numbers(secretariat);
  expect(page).toEqual(Array.from({ length: 50 }, (_, index) => 62 - index));
  expect((await secretariat.get("/organiser/audit")).body).toContain("/organiser/audit?before=13");
  expect(await numbers(secretariat, "?before=13")).toEqual(
    Array.from({ length: 12 }, (_, index) => 12 - index),
  );
  expect((await numbers(american)).at(0)).toBe(60);
  expect((await american.get("/organiser/audit")).body).toContain("Ada &lt;i&gt;Auditor&lt;/i&gt;");
});

test("filters narrow them down: account, act, what it was done to, days, organisation", async () => {
  const today = new Date(Date.now()).toISOString().slice(0, 10);
  expect(await numbers(secretariat, `?account=${thai.account.id}`)).toEqual([61]);
  expect(await numbers(secretariat, "?act=campaign.close&on=&from=&to=")).toEqual([62]);
  expect(await numbers(secretariat, "?on=campaign/us-6")).toEqual([60, 6]);
  expect(await numbers(secretariat, "?organisation=ecpat-thailand")).toEqual([61]);
  expect(await numbers(secretariat, `?from=${today}&to=${today}&act=petition.approve`)).toEqual([61]);
  expect(await numbers(secretariat, "?to=2020-01-01")).toEqual([]);
  expect((await secretariat.get("/organiser/audit?from=yesterday")).statusCode).toBe(400);
  const noDay = await secretariat.get("/organiser/audit?from=2026-02-30");
  expect(noDay.statusCode).toBe(422);
  expect(noDay.body).toContain('id="f-from-error">There is no such day: write it like 2026-11-23.');
  expect((await secretariat.get("/organiser/audit.csv?to=2026-02-30")).statusCode).toBe(422);
});

test("other organisations' entries are reached by no filter, page or file; staff read none", async () => {
  expect(await numbers(thai)).toEqual([61]);
  expect(await numbers(thai, `?account=${american.account.id}`)).toEqual([]);
  expect(await numbers(thai, "?before=50")).toEqual([]);
  for (const name of ["/organiser/audit", "/organiser/audit.csv"]) {
    expect((await thai.get(`${name}?organisation=ecpat-usa`)).statusCode).toBe(404);
    const staff = await signInAs(site, "staff", "ecpat-thailand");
    expect((await staff.get(name)).statusCode).toBe(403);
  }
  expect((await thai.get("/organiser/audit")).body).not.toContain(american.account.id);
  const file = (await thai.get("/organiser/audit.csv")).body;
  expect(file.trim().split("\r\n")).toHaveLength(2);
});

test("the file holds what hashes are made of, and nothing that a spreadsheet calculates", async () => {
  const file = await secretariat.get("/organiser/audit.csv?act=campaign.close");
  const [row]: Record<string, string>[] = parse(file.body, { columns: true, bom: true });
  expect(row).toMatchObject({ number: "62", on: "'=campaign", details: '{"reason":"done"}' });
  expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
});

/** Acts of every part of the console, by the name that the trail has for them. */
async function someActs(): Promise<[string, () => Promise<unknown>][]> {
  const { deps } = site;
  await loadNetwork(deps, fileURLToPath(new URL("../../campaigns/catalogue/network", import.meta.url)));
  const campaign = await loadTestCampaign(deps.database);
  const by = { account: secretariat.account, actor: actorOf(secretariat) };
  const target = { ...by, campaign: campaign.slug };
  const invited = { ...thai.account, organisation: "ecpat-usa", name: "New", email: "new@sheaf.test" };
  const draft = { texts: {}, fallback: [], audience: {} } as const;
  const contact = { name: "Minister", email: "", phone: "", notes: "" };
  const wish = {
    ...{ organisation: "", country: "", level: "", recipient: "The minister" },
    ...{ sealTo: "", reason: "For the minister" },
  };
  const me = (path: string, form = {}) => secretariat.post(`/organiser/account${path}`, form);
  return [
    ["account.invite", () => inviteAccount(deps, by, invited)],
    ["account.role", () => changeRole(deps, by, american.account.id, "organiser")],
    ["account.end", () => endAccount(deps, by, american.account.id)],
    ["organisation.end", () => endOrganisation(deps, by, "ecpat-usa", true)],
    ["suppression.add", () => suppressByHand(deps, { ...by, email: "anna@example.org" })],
    ["update.create", () => createUpdate(deps, by, campaign, { ...draft, fallback: [] })],
    ["update.milestones", () => switchMilestones(deps, by, campaign, "draft")],
    ["campaign.create", () => secretariat.post("/organiser/campaigns/new", begin("noted"))],
    ["petition.contact", () => keepContact(deps, { ...target, petition: "th", contact, revision: 0 })],
    [
      "campaign.ask-close",
      () => askEnding(deps, { ...target, petition: null }, { move: "close", reason: "ended", note: "" }),
    ],
    ["bundle.request", () => requestBundle(deps, by, campaign, wish)],
    ["account.recovery-codes", () => me("/recovery")],
    ["account.password", () => me("/password", { password: "seven otters in a boat" })],
    ["account.sign-out", () => secretariat.post("/organiser/sign-out")],
  ];
}

/** All that is stored, as text. */
async function everything(): Promise<string> {
  const { models } = site.deps.database.connection;
  const all = Object.values(models).map((model) => model.collection.find().sort({ _id: 1 }).toArray());
  return JSON.stringify(await Promise.all(all));
}

test("what can't be noted is not done, and what is done is noted", async () => {
  const { database } = site.deps;
  const acts = await someActs();
  const refuse = (validator: object) =>
    database.connection.getClient().db(database.connection.name).command({ collMod: "audit", validator });
  await refuse({ act: "nothing" });
  for (const [name, act] of acts) {
    const before = await everything();
    const outcome = await act().then(
      (answer) => (typeof answer === "object" && answer && "statusCode" in answer ? answer.statusCode : 200),
      () => 500,
    );
    expect([name, outcome]).toEqual([name, 500]);
    expect([name, (await everything()) === before]).toEqual([name, true]);
  }
  await refuse({});
  for (const [name, act] of acts) {
    await act();
    const [last] = await database.audit.find().sort({ _id: -1 }).limit(1).toArray();
    expect(last?.act).toBe(name);
  }
  expect((await verifyChain(site.deps)).broken).toBeUndefined();
});
