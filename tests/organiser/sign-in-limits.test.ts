import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestApp, type TestApp } from "../support/test-app.ts";

let site: TestApp;

beforeAll(async () => {
  site = await openTestApp();
});
beforeEach(() => site.redis.flushdb());
afterAll(() => site.close());

async function send(url: string, form: Record<string, string>, remoteAddress: string): Promise<number> {
  const answer = await site.app.inject({
    method: "POST",
    url,
    remoteAddress,
    headers: { "content-type": "application/x-www-form-urlencoded", origin: site.deps.publicUrl },
    payload: new URLSearchParams(form).toString(),
  });
  return answer.statusCode;
}

async function count(turns: number, one: (turn: number) => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) statuses.push(await one(turn));
  return statuses;
}

const passed = (statuses: number[]) => statuses.filter((status) => status !== 429).length;

test("a passkey is asked for thirty times by one address, then slower; each question is stored", async () => {
  const ask = (from: string) => send("/organiser/sign-in/passkey/ask", {}, from);
  const statuses = await count(60, () => ask("198.51.100.1"));
  expect(statuses.slice(0, 30)).toEqual(Array(30).fill(200));
  expect(passed(statuses)).toBeLessThan(35);
  expect(await site.deps.database.tickets.countDocuments()).toBe(passed(statuses));
  expect(await ask("198.51.100.2")).toBe(200);
});

test("an answer that opens nothing counts too: it is followed by another question", async () => {
  const answer = () =>
    send("/organiser/sign-in/passkey", { ticket: "x", answer: "{}", to: "/organiser" }, "198.51.100.3");
  const statuses = await count(45, answer);
  expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401));
  expect(passed(statuses)).toBeLessThan(35);
});

test("addresses without end in one /48 have three hundred attempts between them, whatever they try", async () => {
  const from = (turn: number) => `2001:db8:7:${turn.toString(16)}::1`;
  const ask = (turn: number) => send("/organiser/sign-in/passkey/ask", {}, from(turn));
  const statuses = await Promise.all(Array.from({ length: 320 }, (_, turn) => ask(turn)));
  expect(passed(statuses)).toBeGreaterThanOrEqual(300);
  expect(passed(statuses)).toBeLessThan(310);
  const wrong = { email: "somebody@sheaf.test", password: "four wrong otters sing" };
  // One may pass when a wait has just ended, and not the next one.
  const guesses = await count(3, (turn) => send("/organiser/sign-in", wrong, from(900 + turn)));
  const resets = await count(3, (turn) =>
    send("/organiser/forgotten", { email: wrong.email }, from(950 + turn)),
  );
  expect([guesses.includes(429), resets.includes(429)]).toEqual([true, true]);
  expect(await send("/organiser/sign-in", wrong, "2001:db8:8::1")).toBe(401);
});
