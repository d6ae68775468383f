import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answersOf } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let url: string;
let form: string;

beforeAll(async () => {
  site = await openTestApp();
  const { slug } = await loadTestCampaign(site.deps.database, { verification: "none", asksPostcode: true });
  url = `/api/v1/campaigns/${slug}/signatures`;
  form = `/en/c/${slug}/sign`;
});
afterAll(() => site.close());

const good = answersOf("anna", { postcode: "10110" });

/** A body with some of its fields replaced; undefined takes one away. */
const but = (differences: object): object => ({ ...good, ...differences });

type Bad = [what: string, body: object | string | null, status: number, field?: string];

/** What does not have the shape of a signature: refused by the schema, field by field. */
const misshapen: Bad[] = [
  ["nothing", {}, 400, "name"],
  ["null", "null", 400],
  ["a list", "[]", 400],
  ["a number", "5", 400],
  ["a text", '"name"', 400],
  ...["name", "email", "country", "locale", "consent"].map(
    (field): Bad => [`no ${field}`, but({ [field]: undefined }), 400, field],
  ),
  ["no consent to updates", but({ consent: { showName: true } }), 400, "consent.updates"],
  ["consent as a text", but({ consent: { updates: "true" } }), 400, "consent.updates"],
  ["consent as a number", but({ consent: { updates: 1, showName: 0 } }), 400, "consent.updates"],
  ["a name that is a number", but({ name: 5 }), 400, "name"],
  ["a name that is true", but({ name: true }), 400, "name"],
  ["a name that is null", but({ name: null }), 400, "name"],
  ["a name that is a list", but({ name: ["Anna"] }), 400, "name"],
  ["a name that is an operator", but({ name: { $ne: null } }), 400, "name"],
  ["an address that is an operator", but({ email: { $ne: null } }), 400, "email"],
  ["an address that is a pattern", but({ email: { $regex: ".*" } }), 400, "email"],
  ["a country that is an operator", but({ country: { $gt: "" } }), 400, "country"],
  ["a petition that is an operator", but({ petition: { $ne: null } }), 400, "petition"],
  ["a source with an operator", but({ source: "$where" }), 400, "source"],
  ["an unknown field", but({ admin: true }), 400, "admin"],
  ["an unknown operator", but({ $where: "sleep(1000)" }), 400, "$where"],
  [
    "the secretariat's consent as a text",
    but({ consent: { ...good.consent, secretariat: "yes" } }),
    400,
    "consent.secretariat",
  ],
  ["an unknown field in consent", but({ consent: { ...good.consent, all: true } }), 400, "consent.all"],
  ["a constructor", but({ constructor: "x" }), 400, "constructor"],
  ["a name beyond all bounds", but({ name: "x".repeat(601) }), 400, "name"],
  ["an address beyond all bounds", but({ email: `${"x".repeat(600)}@example.org` }), 400, "email"],
  ["a country of three letters", but({ country: "GBR" }), 400, "country"],
  ["a postcode beyond all bounds", but({ postcode: "1".repeat(41) }), 400, "postcode"],
  ["a language beyond all bounds", but({ locale: "x".repeat(11) }), 400, "locale"],
];

/** What has the shape and breaks a rule: each answer that can't be taken is told. */
const refused: Bad[] = [
  ["a name of blanks", but({ name: "   " }), 422, "name"],
  ["a name that is too long", but({ name: "x".repeat(151) }), 422, "name"],
  ["a name of two lines", but({ name: "Anna\r\nBcc: all@example.org" }), 422, "name"],
  ["a name with a link", but({ name: "Anna http://spam.example" }), 422, "name"],
  ["a name that is a formula", but({ name: "=HYPERLINK(1)" }), 422, "name"],
  ["a name with NUL", but({ name: "Anna\u0000" }), 422, "name"],
  ["what is no address", but({ email: "anna.example.org" }), 422, "email"],
  ["an address of two lines", but({ email: "anna@example.org\r\nBcc: all@example.org" }), 422, "email"],
  ["an address with NUL", but({ email: "anna\u0000@example.org" }), 422, "email"],
  ["what is no country", but({ country: "XX" }), 422, "country"],
  ["what is no language", but({ locale: "xx" }), 422, "locale"],
  ["no postcode where it is asked for", but({ postcode: undefined }), 422, "postcode"],
  ["a petition that does not exist", but({ petition: "__proto__" }), 422, "petition"],
];

async function post(payload: object | string | null, headers: Record<string, string> = {}) {
  const type = { "content-type": "application/json" };
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return site.app.inject({ method: "POST", url, headers: { ...type, ...headers }, payload: body });
}

describe.each([...misshapen, ...refused])("%s", (_what, body, status, field) => {
  test(`is answered with ${status}, says which field, and stores nothing`, async () => {
    const before = await site.everything();
    const answer = await post(body);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    const problem = answer.json();
    expect(problem).toMatchObject({ type: "about:blank", status, detail: expect.any(String) });
    if (field) expect(problem.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(await site.everything()).toBe(before);
  });
});

test("an answer tells what is wrong in words, and never repeats what was sent", async () => {
  const answer = await post(but({ name: "=Canary", email: "canary", country: "QX" }));
  expect(answer.json().errors).toEqual([
    { field: "name", message: expect.stringMatching(/letters/) },
    { field: "email", message: expect.stringMatching(/address/) },
    { field: "country", message: expect.stringMatching(/ISO 3166/) },
  ]);
  expect(answer.body).not.toMatch(/canary|QX/i);
});

/** A signature that would be taken but for its beginning. */
const poisoned = (beginning: string) => beginning + JSON.stringify(good).slice(1);

/** Bodies that are no JSON, and bodies of another kind. */
const raw: [what: string, body: string, type: string, status: number][] = [
  ["broken JSON", '{"name": "Anna"', "application/json", 400],
  ["no body", "", "application/json", 400],
  ["JSON that poisons prototypes", poisoned('{"__proto__": {"admin": true}, '), "application/json", 400],
  [
    "JSON that poisons constructors",
    poisoned('{"constructor": {"prototype": {"x": 1}}, '),
    "application/json",
    400,
  ],
  [
    "JSON that poisons deep inside",
    JSON.stringify(good).replace('"consent":{', '"consent":{"__proto__":{},'),
    "application/json",
    400,
  ],
  ["JSON called a text", JSON.stringify(good), "text/plain", 415],
  ["XML", "<name>Anna</name>", "application/xml", 415],
  ["a form", "name=Anna&email=anna%40example.org", "application/x-www-form-urlencoded", 400],
  ["a file", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415],
  ["no type", JSON.stringify(good), "", 415],
];

test.each(raw)("%s is refused, and nothing is stored", async (_what, body, type, status) => {
  const before = await site.everything();
  const answer = await post(body, { "content-type": type });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(await site.everything()).toBe(before);
});

test("a body of ten megabytes is turned away, by its length or as soon as it is too long", async () => {
  const before = await site.everything();
  const big = JSON.stringify(but({ name: "x".repeat(10 * 1024 * 1024) }));
  expect((await post(big)).statusCode).toBe(413);
  expect((await post(big, { "transfer-encoding": "chunked" })).statusCode).toBe(413);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  expect((await site.app.inject({ method: "POST", url: form, headers, payload: big })).statusCode).toBe(413);
  expect((await post(JSON.stringify(but({ name: "x".repeat(17 * 1024) })))).statusCode).toBe(413);
  expect(await site.everything()).toBe(before);
});

test("lone surrogates and broken UTF-8 are refused, and store nothing", async () => {
  const before = await site.everything();
  const escaped = JSON.stringify(good).replace("Anna", "Anna \\ud800");
  expect((await post(escaped)).statusCode).toBe(422);
  const bytes = Buffer.from(JSON.stringify(good).replace("Anna", "Anna\u00ff"), "latin1");
  const answer = await site.app.inject({
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    payload: bytes,
  });
  expect(answer.statusCode).toBe(422);
  expect(await site.everything()).toBe(before);
});

const fields = { name: "Anna Smith", email: "anna@example.org", country: "GB", postcode: "10110" };
const encode = (differences: Record<string, string>) =>
  new URLSearchParams({ ...fields, ...differences }).toString();

/** Forms that can't be taken: those of a person come back with her answers, those of no form are refused. */
const forms: [what: string, body: string, status: number][] = [
  ["nothing", "", 422],
  ["a missing name", encode({ name: "" }), 422],
  ["a name of two lines", encode({ name: "Anna\r\nBcc: x" }), 422],
  ["a name that is a formula", encode({ name: "=1+1" }), 422],
  ["a name with NUL", encode({ name: "Anna\u0000" }), 422],
  ["a name that is too long", encode({ name: "x".repeat(1_900) }), 422],
  ["what is no address", encode({ email: "anna" }), 422],
  ["an unknown field", encode({ admin: "yes" }), 400],
  ["an operator", `${encode({})}&email[$ne]=`, 400],
  ["a field twice", `${encode({})}&email=other@example.org`, 400],
  ["a prototype", `${encode({})}&__proto__=x`, 400],
  ["what is no tick", encode({ "consent.updates": "on" }), 400],
  ["a field beyond all bounds", encode({ name: "x".repeat(2_001) }), 400],
  ["a broken escape", "name=%zz&email=%", 422],
];

test.each(forms)(
  "a form with %s is answered with a page, and nothing is stored",
  async (_what, body, status) => {
    const before = await site.everything();
    const answer = await site.app.inject({
      method: "POST",
      url: form,
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html" },
      payload: body,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toContain("text/html");
    expect(await site.everything()).toBe(before);
  },
);

test("what was typed comes back in the form, escaped", async () => {
  const answer = await site.app.inject({
    method: "POST",
    url: form,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html" },
    payload: encode({ name: '"><script>alert(1)</script>', email: "not-an-address" }),
  });
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain("not-an-address");
  expect(answer.body).not.toContain("<script>alert");
});

test("nothing in all of this was logged as a defect", () => {
  expect(site.logged()).not.toContain('"level":50');
});
