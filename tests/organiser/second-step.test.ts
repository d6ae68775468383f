import { Types } from "mongoose";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Account, type Role, roles } from "#campaigns/access/account.ts";
import { setTotp } from "#campaigns/accounts/change-totp.ts";
import { makeTotpSecret } from "#campaigns/accounts/totp.ts";
import { addTestAccount, signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { hour, minute } from "../support/test-clock.ts";

const password = "three otters juggle lamps";

let site: TestApp;

beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site.close());

type Answer = Awaited<ReturnType<TestApp["app"]["inject"]>>;

/** One browser, which keeps its cookies. */
function browser() {
  let cookie = "";
  const ask = async (method: "GET" | "POST", url: string, form: Record<string, string> = {}) => {
    const answer = await site.app.inject({
      method,
      url,
      headers: {
        cookie,
        accept: "text/html",
        origin: site.deps.publicUrl,
        ...(method === "POST" && { "content-type": "application/x-www-form-urlencoded" }),
      },
      ...(method === "POST" && { payload: new URLSearchParams(form).toString() }),
    });
    const kept = answer.cookies.filter(({ name }) => name === "sheaf");
    if (kept.length > 0) cookie = kept.map(({ name, value }) => `${name}=${value}`).join("; ");
    return answer;
  };
  return {
    get: (url: string) => ask("GET", url),
    post: (url: string, form?: Record<string, string>) => ask("POST", url, form),
    signIn: ({ email }: Account, kept = "") => ask("POST", "/organiser/sign-in", { email, password, kept }),
  };
}

const hidden = (body: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? "";
const where = ({ statusCode, headers }: Answer) => [statusCode, headers.location];
const due = "Your role needs a second step.";
const setUp = "/organiser/second-step";

const leader = (role: Role = "secretariat") => addTestAccount(site.deps, { password, role });

function codeOf(secret: string): string {
  const timestamp = site.clock.now().getTime();
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
}

test("secretariat and staff go without a second step once; other roles need none", async () => {
  for (const role of roles) {
    const account = await leader(role);
    const first = browser();
    expect(where(await first.signIn(account))).toEqual([303, "/organiser"]);
    const page = await first.get("/organiser/account");
    const needs = role === "secretariat" || role === "staff";
    expect([role, page.statusCode, page.body.includes(due)]).toEqual([role, 200, needs]);
    const second = browser();
    await second.signIn(account);
    const again = await second.get("/organiser/account");
    expect([role, ...where(again)]).toEqual(needs ? [role, 303, setUp] : [role, 200, undefined]);
    // The first one goes on, to its end.
    expect((await first.get("/organiser/account")).statusCode).toBe(200);
  }
});

test("after that only the page that sets one up opens, and what is sent elsewhere does nothing", async () => {
  const account = await leader();
  const first = browser();
  await first.signIn(account);
  await first.get("/organiser");
  const second = browser();
  await second.signIn(account);
  for (const url of ["/organiser", "/organiser/audit", "/staff/queues", "/organiser/audit.csv"])
    expect([url, ...where(await second.get(url))]).toEqual([url, 303, setUp]);
  const refused = await second.post("/organiser/account/person", { name: "Changed", locale: "en" });
  expect([refused.statusCode, refused.body.includes("Set up a second step")]).toEqual([403, true]);
  const page = await second.get(setUp);
  expect([page.statusCode, page.body.includes("Not now")]).toEqual([200, false]);

  const asked = await second.post("/organiser/account/totp/ask");
  const secret = /class="mono">([A-Z2-7 ]+)</.exec(asked.body)?.[1]?.replaceAll(" ", "") ?? "";
  const wrapped = hidden(asked.body, "secret");
  expect((await second.post("/organiser/account/totp", { secret: wrapped, code: "000000" })).statusCode).toBe(
    422,
  );
  expect((await second.get("/organiser")).statusCode).toBe(303);
  const set = await second.post("/organiser/account/totp", { secret: wrapped, code: codeOf(secret) });
  expect(where(set)).toEqual([303, "/organiser/account?done=totpSaved"]);
  const open = await second.get("/organiser/account");
  expect([open.statusCode, open.body.includes(due)]).toEqual([200, false]);
  expect(where(await second.get(setUp))).toEqual([303, "/organiser/account"]);

  site.clock.advance(minute);
  const third = browser();
  const step = await third.signIn(account);
  expect(step.statusCode).toBe(200);
  const given = { ticket: hidden(step.body, "ticket"), code: codeOf(secret) };
  expect((await third.post("/organiser/sign-in/code", given)).statusCode).toBe(303);
  expect((await third.get("/organiser/account")).statusCode).toBe(200);
});

test("the grace outlives a question for the password, and not twelve hours", async () => {
  const account = await leader();
  const one = browser();
  await one.signIn(account);
  site.clock.advance(11 * minute);
  const asked = await one.post("/organiser/account/totp/ask");
  expect(asked.body).toContain("Confirm that it’s you");
  await one.signIn(account, hidden(asked.body, "kept"));
  const page = await one.get("/organiser/account");
  expect([page.statusCode, page.body.includes(due)]).toEqual([200, true]);
  for (let turn = 0; turn < 11; turn += 1) {
    site.clock.advance(hour);
    await one.signIn(account);
  }
  expect((await one.get("/organiser/account")).statusCode).toBe(200);
  site.clock.advance(hour);
  expect(where(await one.get("/organiser/account"))).toEqual([303, setUp]);
});

test("a password alone opens no account of theirs that has a passkey, and sets nothing up for it", async () => {
  const account = await leader("staff");
  const one = browser();
  const passkeys = [
    {
      id: "key",
      publicKey: Buffer.from("k"),
      counter: 0,
      transports: [],
      madeWith: "Firefox",
      at: new Date(),
    },
  ];
  await site.deps.database.accounts.updateOne(
    { _id: new Types.ObjectId(account.id) },
    { $set: { passkeys } },
  );
  const refused = await one.signIn(account);
  expect([refused.statusCode, refused.body.includes("signs in with a passkey")]).toEqual([401, true]);
  expect(refused.cookies).toEqual([]);
});

test("a session that began without the second step of an account asks for it", async () => {
  const account = await leader("organiser");
  const one = browser();
  await one.signIn(account);
  const secret = makeTotpSecret();
  await setTotp(site.deps, account.id, { secret, code: codeOf(secret) });
  expect((await one.get("/organiser/account")).statusCode).toBe(200);
  await site.deps.database.accounts.updateMany({ role: "organiser" }, { $set: { role: "staff" } });
  expect((await one.get("/organiser/account")).headers.location).toContain("/organiser/sign-in?again=yes");
  expect((await one.post("/organiser/account/totp/ask")).statusCode).toBe(401);
});

test("somebody who lost the second step sets up a new one at the next sign-in, and sees nothing else before", async () => {
  const account = await leader("staff");
  await browser().signIn(account);
  const helper = await signInAs(site, "secretariat");
  await helper.post(`/organiser/accounts/${account.id}/take-second-steps`);
  const one = browser();
  await one.signIn(account);
  expect(where(await one.get("/organiser"))).toEqual([303, setUp]);
  expect((await one.post("/organiser/sign-out")).statusCode).toBe(303);
});
