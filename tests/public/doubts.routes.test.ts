import { afterAll, beforeAll, expect, test } from "vitest";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { answers, openSite, type Site, signPath, slug } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite({ SHEAF_SIGN_LIMIT: "500" });
});
afterAll(() => site.close());

/** The hidden fields of the form in the question, as a browser would send them. */
function fieldsOfQuestion(page: string): Record<string, string> {
  const [, box = ""] = page.split('id="problems"');
  const [form = ""] = box.split("</form>");
  const fields = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return Object.fromEntries(Array.from(fields, ([, name = "", value = ""]) => [name, value]));
}

const mistyped = () => ({ ...answers(), email: "ada@gmial.com", "consent.updates": "yes", source: "shop-1" });

test("a mistyped address is asked about once, with nothing stored and every answer kept", async () => {
  const before = await site.countSheets();
  const form = mistyped();
  const reply = await site.post(signPath, form);
  expect(reply.statusCode).toBe(200);
  expect(reply.headers["cache-control"]).toBe("no-store");
  expect(reply.body).toContain("Please look once more");
  expect(reply.body).toContain('<strong><bdi dir="ltr">ada@gmail.com</bdi></strong>');
  expect(reply.body).toContain('value="ada@gmial.com"');
  expect(reply.body).toMatch(/name="consent.updates" value="yes" checked/);
  expect(await site.countSheets()).toBe(before);
  // As typed: the form's own button sends the same again, and that it was asked.
  const insisted = await site.post(signPath, { ...form, asked: "yes" });
  expect(insisted.statusCode).toBe(303);
  expect(await site.countSheets()).toBe(before + 1);
});

test("one button signs with what was meant, and one more step shows that address to this browser only", async () => {
  const form = mistyped();
  const page = await site.post(signPath, form);
  const sent = fieldsOfQuestion(page.body);
  expect(sent).toMatchObject({ ...form, email: "ada@gmail.com", asked: "yes" });
  const reply = await site.post(signPath, sent);
  expect(reply.statusCode).toBe(303);
  const step = String(reply.headers.location);
  expect(step).not.toContain("gmail");
  const [cookie = ""] = String(reply.headers["set-cookie"]).split(";");
  const own = await site.get(step, { cookie });
  expect(own.body).toContain("ada@gmail.com");
  expect(own.body).toContain("Spam");
  expect((await site.get(step)).body).not.toContain("ada@gmail.com");
});

test("a name in two alphabets that look the same is asked about, and taken as it is by who insists", async () => {
  // The last letter is Cyrillic.
  const form = { ...answers(), name: "Annа Muster" };
  const page = await site.post(signPath, form);
  expect(page.body).toContain("letters of two alphabets");
  expect(fieldsOfQuestion(page.body).name).toBe("Anna Muster");
  expect((await site.post(signPath, { ...form, asked: "yes" })).statusCode).toBe(303);
});

test("what is wrong in any case is said first, and never with a question beside it", async () => {
  const reply = await site.post(signPath, { ...mistyped(), country: "" });
  expect(reply.statusCode).toBe(422);
  expect(reply.body).not.toContain("gmail.com");
});

test("the question is put in every language", async () => {
  for (const { code } of languages) {
    const { statusCode, body } = await site.post(`/${code}/c/${slug}/sign`, mistyped());
    expect(statusCode).toBe(200);
    expect(fieldsOfQuestion(body).email).toBe("ada@gmail.com");
  }
});

test("programs are not asked: they can't answer", async () => {
  const payload = {
    email: "ada@gmial.com",
    name: "Ada Muster",
    country: "PH",
    locale: "en",
    consent: { updates: false, showName: false },
  };
  const url = `/api/v1/campaigns/${slug}/signatures`;
  expect((await site.app.inject({ method: "POST", url, payload })).statusCode).toBe(202);
});
