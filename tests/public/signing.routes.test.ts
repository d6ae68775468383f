import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, openSite, type Site, signPath, slug } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite({ SHEAF_SIGN_LIMIT: "500" });
});
afterAll(() => site.close());

describe("The form", () => {
  test("leads a signer to one more step, and the mail's link to thanks", async () => {
    const reply = await site.post(signPath, answers());
    expect(reply.statusCode).toBe(303);
    expect(reply.headers["cache-control"]).toBe("no-store");
    const receipt = String(reply.headers.location).split("/").at(-1) ?? "";
    expect(reply.headers.location).toBe(`/en/c/${slug}/received/${receipt}`);

    const step = await site.get(String(reply.headers.location));
    expect(step.statusCode).toBe(200);
    expect(step.body).toContain("One more step");
    expect(step.body).toContain(receipt);
    expect(step.headers["cache-control"]).toBe("no-store");

    await site.work();
    const link = site.link("confirm", receipt);
    const before = await site.get(link);
    expect(before.body).toContain("Confirm my signature");
    expect(before.headers["cache-control"]).toBe("no-store");
    expect(before.headers["x-robots-tag"]).toBe("noindex");

    const confirmed = await site.post(link, {});
    expect(confirmed.statusCode).toBe(303);
    expect(confirmed.headers.location).toMatch(new RegExp(`^/en/c/${slug}/thanks/[\\w-]{40}$`));
    expect(confirmed.headers.location, "her receipt is another one").not.toContain(receipt);
    const thanks = await site.get(String(confirmed.headers.location));
    expect(thanks.body).toContain("Thank you. Your signature counts.");
    expect(thanks.body).toContain(`https://wa.me/?text=`);
    expect(thanks.body).toContain(`http://sheaf.example/c/${slug}?source=link`);

    await site.work();
    expect((await site.get(link)).body).toContain("Nothing waits here any more");
    expect((await site.get(`/en/c/${slug}/received/${receipt}`)).body).toContain("One more step");
  });

  test("answers a repeated signature as it answers a first one", async () => {
    const form = answers();
    const first = await site.post(signPath, form);
    await site.work();
    const again = await site.post(signPath, { ...form, email: form.email?.toUpperCase() ?? "" });
    expect(again.statusCode).toBe(first.statusCode);
    const shape = (location: unknown) => String(location).replace(/[^/]+$/, "receipt");
    expect(shape(again.headers.location)).toBe(shape(first.headers.location));
  });

  test("comes back with 422, what is wrong and every answer, and stores nothing", async () => {
    const before = await site.countSheets();
    const form = {
      ...answers(),
      name: "www.example.org",
      email: "ada at mail",
      country: "",
      "consent.updates": "yes",
    };
    const reply = await site.post(`/fr/c/${slug}/sign`, form);
    expect(reply.statusCode).toBe(422);
    expect(reply.headers["cache-control"]).toBe("no-store");
    expect(reply.body).toContain("<title>Erreur\u00a0: 3 réponses sont à revoir");
    for (const field of ["name", "email", "country"]) expect(reply.body).toContain(`<a href="#${field}">`);
    expect(reply.body).toContain('value="ada at mail"');
    expect(reply.body).toMatch(/name="consent.updates" value="yes" checked/);
    expect(await site.countSheets()).toBe(before);
  });

  test.each([
    ["nothing at all", {}],
    ["an over-long name", { name: "x".repeat(1_500) }],
    ["an over-long address", { email: `${"x".repeat(300)}@example.org` }],
    ["CR and LF in the address", { email: "ada@example.org\r\nBcc: eve@example.org" }],
    ["a formula for a name", { name: "=1+1" }],
    ["NUL in the name", { name: "Ada\u0000" }],
    ["a country there is none of", { country: "ZZ" }],
    ["a petition there is none of", { petition: "zz" }],
  ])("returns %s with a page that says so", async (_, wrong) => {
    const before = await site.countSheets();
    const form = Object.keys(wrong).length === 0 ? {} : { ...answers(), ...wrong };
    const reply = await site.post(signPath, form);
    expect(reply.statusCode).toBe(422);
    expect(reply.body).toContain('role="alert"');
    expect(await site.countSheets()).toBe(before);
  });

  test.each([
    ["unknown fields", 400, { ...answers(), __proto: "x", admin: "yes" }],
    ["a consent that is no tick", 400, { ...answers(), "consent.updates": "on" }],
    ["a field far too long", 400, { ...answers(), name: "x".repeat(3_000) }],
    ["a body far too large", 413, { ...answers(), name: "x".repeat(20_000) }],
  ])("refuses %s with a page", async (_, status, form) => {
    const reply = await site.post(signPath, form);
    expect(reply.statusCode).toBe(status);
    expect(reply.headers["content-type"]).toContain("text/html");
  });

  test("refuses a field that is sent twice", async () => {
    const reply = await site.app.inject({
      method: "POST",
      url: signPath,
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html" },
      payload: "name=Ada&name=Eve&email=ada@example.org&country=TH",
    });
    expect(reply.statusCode).toBe(400);
  });

  test("refuses forms of other sites", async () => {
    const foreign = await site.post(signPath, answers(), { origin: "https://evil.example" });
    expect(foreign.statusCode).toBe(403);
    expect(foreign.body).toContain("This form came from another site");
  });

  test("asks again, and stores nothing, when a program filled in the hidden field", async () => {
    const before = await site.countSheets();
    const reply = await site.post(signPath, { ...answers(), comment: "buy" });
    expect(reply.statusCode).toBe(422);
    expect(reply.body).toContain("Please press “Sign” once more");
    expect(reply.body).not.toContain("buy");
    expect(await site.countSheets()).toBe(before);
  });

  test("keeps the source of a shared link, and drops what can't be one", async () => {
    const page = await site.get(`/en/c/${slug}?source=shop_12`);
    expect(page.body).toContain('<input type="hidden" name="source" value="shop_12">');
    for (const wrong of ["a%20b", "x".repeat(41), "%22%3E", "a&source=b"]) {
      const other = await site.get(`/en/c/${slug}?source=${wrong}&utm_source=%22x`);
      expect(other.statusCode).toBe(200);
      expect(other.body).not.toContain('name="source"');
    }
    for (const [tags, code] of [
      ["utm_source=newsletter&utm_campaign=spring", "newsletter-spring"],
      ["utm_source=newsletter&utm_campaign=two%20words", "newsletter"],
      ["utm_campaign=spring&utm_medium=mail", "spring"],
      ["source=shop_12&utm_source=newsletter", "shop_12"],
      [`utm_source=${"n".repeat(30)}&utm_campaign=${"c".repeat(30)}`, "n".repeat(30)],
    ])
      expect((await site.get(`/en/c/${slug}?${tags}`)).body).toContain(`name="source" value="${code}"`);
    await site.sign({ ...answers(), source: "shop_12" });
    await site.sign({ ...answers(), source: "no source" });
    const sources = (await site.deps.database.sheets.find().toArray()).flatMap(({ lines }) =>
      lines.map((line) => line.source),
    );
    expect(sources).toContain("shop_12");
    expect(sources).not.toContain("no source");
  });

  test("says so when the campaign has closed", async () => {
    await site.changeCampaign({ $set: { state: "closed" } });
    const reply = await site.post(signPath, answers());
    expect(reply.statusCode).toBe(409);
    expect(reply.body).toContain("This campaign is not collecting signatures now");
    expect((await site.get(`/en/c/${slug}`)).body).toContain("Signing has closed");
    await site.changeCampaign({ $set: { state: "open", opensAt: new Date(Date.now() + 86_400_000) } });
    expect((await site.get(`/en/c/${slug}`)).body).toContain("Not open yet");
    await site.changeCampaign({ $set: { opensAt: new Date("2026-01-01"), closesAt: null } });
  });

  test("thanks at once where no confirmation is asked for", async () => {
    await site.changeCampaign({ $set: { verification: "none" } });
    const receipt = await site.sign();
    expect((await site.get(`/en/c/${slug}/received/${receipt}`)).body).toContain("Thank you.");
    await site.changeCampaign({ $set: { verification: "email" } });
  });

  test("asks for a postcode where the campaign does", async () => {
    await site.changeCampaign({ $set: { asksPostcode: true } });
    const reply = await site.post(signPath, { ...answers(), country: "GB" });
    expect(reply.statusCode).toBe(422);
    expect(reply.body).toContain("Enter your postcode");
    const given = { ...answers(), country: "GB", postcode: "SW1A 1AA" };
    expect((await site.post(signPath, given)).statusCode).toBe(303);
    expect((await site.post(signPath, { ...answers(), country: "HK" })).statusCode).toBe(303);
    await site.changeCampaign({ $set: { asksPostcode: false } });
  });
});

test("Too many signatures from one address come back with every answer and when to try again", async () => {
  const crowded = await openSite({ SHEAF_SIGN_LIMIT: "1" });
  try {
    await crowded.post(signPath, answers());
    const reply = await crowded.post(signPath, { ...answers(), name: "Grace Example" });
    expect(reply.statusCode).toBe(429);
    expect(reply.headers["retry-after"]).toBe("60");
    expect(reply.body).toContain('value="Grace Example"');
    expect(reply.body).toContain("Your answers are still here");
  } finally {
    await crowded.close();
  }
});

test("While the database is away the form comes back with 503, every answer and when to try again", async () => {
  const lost = await openSite();
  try {
    await lost.get(`/en/c/${slug}`);
    await lost.deps.database.connection.getClient().close(true);
    const reply = await lost.post(signPath, { ...answers(), name: "Grace Example" });
    expect(reply.statusCode).toBe(503);
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(0);
    expect(reply.body).toContain('value="Grace Example"');
  } finally {
    await lost.close().catch(() => undefined);
  }
});
