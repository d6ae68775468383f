import { afterAll, beforeAll, expect, test } from "vitest";
import { addTestAccount, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";

let site: TestApp;

beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site.close());

test("a page of the console leads to the sign-in, and back after it", async () => {
  const email = "ada@sheaf.test";
  await addTestAccount(site.deps, { email, password: "correct horse battery staple" });
  const away = await site.app.inject("/organiser/account");
  expect(away.statusCode).toBe(303);
  expect(away.headers.location).toBe("/organiser/sign-in?to=%2Forganiser%2Faccount");
  const payload = { email, password: "correct horse battery staple", to: "/organiser/account" };
  const answer = await site.app.inject({
    method: "POST",
    url: "/organiser/sign-in",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(payload).toString(),
  });
  expect(answer.headers.location).toBe("/organiser/account");
  const [cookie] = answer.cookies;
  expect(cookie).toMatchObject({ name: "sheaf", httpOnly: true, sameSite: "Strict", path: "/" });
  const headers = { cookie: `sheaf=${cookie?.value}` };
  const mine = await site.app.inject({ url: "/organiser/account", headers });
  expect(mine.statusCode).toBe(200);
  expect(mine.headers["cache-control"]).toBe("no-store");
});

test("a client of the tests is signed in", async () => {
  const client = await signInAs(site, "auditor", "ecpat-usa");
  const page = await client.get("/organiser/account");
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain(client.account.name);
  await client.post("/organiser/sign-out");
  expect((await client.get("/organiser/account")).statusCode).toBe(303);
});
