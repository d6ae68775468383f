import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadNetwork } from "#campaigns/organisations/load-network.ts";
import { addTestAccount, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";

let site: TestApp;

beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site.close());

test("the last account of the secretariat can't be demoted or ended, not even by two at once", async () => {
  const { accounts } = site.deps.database;
  await accounts.updateMany({ role: "secretariat" }, { $set: { state: "ended" } });
  const first = await signInAs(site, "secretariat");
  const last = await first.post(`/organiser/accounts/${first.account.id}/end`);
  expect(last.statusCode).toBe(409);
  expect(last.body).toContain("This is the secretariat’s last account");
  const second = await signInAs(site, "secretariat");
  const both = await Promise.all([
    first.post(`/organiser/accounts/${second.account.id}/end`),
    second.post(`/organiser/accounts/${first.account.id}/role`, { role: "auditor" }),
  ]);
  expect(both.map(({ statusCode }) => statusCode)).toContain(303);
  expect(await accounts.countDocuments({ role: "secretariat", state: "active" })).toBe(1);
});

test("an organiser neither makes nor changes accounts of the secretariat or of others", async () => {
  const organiser = await signInAs(site, "organiser", "ecpat-international");
  const secretariat = await addTestAccount(site.deps);
  expect((await organiser.post(`/organiser/accounts/${secretariat.id}/end`)).statusCode).toBe(403);
  const form = { name: "X Y", email: "x@sheaf.test", role: "secretariat", locale: "en" };
  expect((await organiser.post("/organiser/accounts/invite", form)).statusCode).toBe(403);
  const foreign = { ...form, role: "staff", organisation: "ecpat-usa" };
  expect((await organiser.post("/organiser/accounts/invite", foreign)).statusCode).toBe(404);
  const own = { role: "secretariat" };
  const path = `/organiser/accounts/${organiser.account.id}/role`;
  expect((await organiser.post(path, own)).statusCode).toBe(403);
});

test("a script in a name is refused, and text that looks like one is shown as text", async () => {
  const client = await signInAs(site, "secretariat");
  const script = "<script>alert(1)</script>";
  const form = { name: script, email: "script@sheaf.test", role: "staff", locale: "en" };
  const answer = await client.post("/organiser/accounts/invite", { ...form, email: `${script}@sheaf.test` });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).not.toContain("<script>alert");
  await client.post("/organiser/accounts/invite", form);
  expect((await client.get("/organiser/accounts")).body).not.toContain("<script>alert");
});

test("a rule that refuses an invitation says so beside its field, in the language of who invites", async () => {
  const lead = await signInAs(site, "secretariat", undefined, { locale: "es" });
  const known = await addTestAccount(site.deps);
  const form = { name: "X Y", email: "new@sheaf.test", role: "staff", locale: "en" };
  const taken = await lead.post("/organiser/accounts/invite", { ...form, email: known.email });
  expect(taken.statusCode).toBe(422);
  expect(taken.body).toContain('id="f-email-error">Este buzón ya tiene una cuenta.');
  const misplaced = { ...form, role: "secretariat", organisation: "ecpat-usa" };
  await loadNetwork(site.deps, fileURLToPath(new URL("../../campaigns/catalogue/network", import.meta.url)));
  const told = await lead.post("/organiser/accounts/invite", misplaced);
  expect(told.body).toContain('id="f-role-error">Solo las cuentas');
});
