import { Types } from "mongoose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inviteAccount } from "#campaigns/accounts/invite-account.ts";
import { addTestAccount, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";

const password = "three otters juggle lamps";
const pasted = "\u2068pas\u00adted\u200b@sheaf.test\u2069 ";

let site: TestApp;

beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site.close());

const send = (url: string, form: Record<string, string>) =>
  site.app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/x-www-form-urlencoded", origin: site.deps.publicUrl },
    payload: new URLSearchParams(form).toString(),
  });

test("an address pasted with signs that nobody sees signs in, asks for a new password, and is invited once only", async () => {
  const account = await addTestAccount(site.deps, { email: "pasted@sheaf.test", password });
  expect((await send("/organiser/sign-in", { email: pasted, password })).statusCode).toBe(303);
  const resets = () =>
    site.deps.database.tickets.countDocuments({ account: new Types.ObjectId(account.id), purpose: "reset" });
  expect(await resets()).toBe(0);
  expect((await send("/organiser/forgotten", { email: pasted })).statusCode).toBe(200);
  expect(await resets()).toBe(1);
  const { account: secretariat } = await signInAs(site, "secretariat");
  const { id, organisation, role } = secretariat;
  const by = { account: secretariat, actor: { account: id, organisation, role, from: "here" } };
  const person = {
    name: "Pat",
    role: "organiser",
    organisation: account.organisation,
    locale: "en",
  } as const;
  await expect(inviteAccount(site.deps, by, { ...person, email: pasted })).rejects.toMatchObject({
    code: "account-taken",
  });
});
