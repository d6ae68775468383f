import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { fieldsOf, h1, lastSignature, signHere } from "./confirm-desk.ts";
import { answers, openSite, type Site, slug } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite({ SHEAF_SIGN_LIMIT: "500" });
});
afterAll(() => site.close());

describe("A stranger who signs with somebody's address", () => {
  test("can put neither an insult nor a consent on the roll: she sees both, corrects the name, and ticks herself", async () => {
    const insult: Record<string, string> = { ...answers(), name: "An Insult", "consent.updates": "yes" };
    const receipt = await site.sign(insult);
    await site.work();
    const page = (await site.get(site.link("confirm", receipt))).body;
    expect(page).toContain("<bdi>An Insult</bdi>");
    expect(page).toContain("(was ticked when this was entered)");
    const fields = fieldsOf(page);
    expect(fields["consent.updates"], "asked for, and not ticked for her").toBeUndefined();
    const own = { ...fields, name: "Anna Real", country: "TH" };
    expect((await site.post(site.link("confirm", receipt), own)).statusCode).toBe(303);
    await site.work();
    const signature = await lastSignature(site);
    expect(signature).toMatchObject({ name: "Anna Real", country: "TH", email: insult.email });
    expect(signature.updates).toBeUndefined();
  });

  test("can't decide for her whether officials get her name: her own browser keeps her tick, another one asks again", async () => {
    const form = { ...answers(), "consent.unnamed": "yes" };
    const { receipt, cookie } = await signHere(site, form);
    await site.work();
    const link = site.link("confirm", receipt);
    expect((await site.get(link)).body).toContain("Leave my name out");
    expect(fieldsOf((await site.get(link)).body)["consent.unnamed"]).toBeUndefined();
    const own = fieldsOf((await site.get(link, { cookie })).body);
    expect(own["consent.unnamed"]).toBe("yes");
    await site.post(link, own, { cookie });
    await site.work();
    expect((await lastSignature(site)).unnamed).toBe(true);
  });

  test("can't keep her from confirming her own: it stands beside the stranger's, and the stranger's is erased", async () => {
    const hers = answers();
    const strangers = await site.sign({ ...hers, name: "An Insult" });
    const own = await site.sign(hers);
    await site.work();
    for (const receipt of [strangers, own]) {
      const page = (await site.get(site.link("confirm", receipt))).body;
      expect(h1(page), "any of the links shows all that waits").toBe("Which of these is yours?");
      expect(page).toContain("<bdi>An Insult</bdi>");
      expect(page).toContain("<bdi>Ada Muster</bdi>");
    }
    const blind = await site.post(site.link("confirm", strangers), {});
    expect(blind.statusCode, "none is chosen for her").toBe(422);
    expect(blind.body).toContain("Choose the entry that is yours");
    const list = (await site.get(site.link("confirm", strangers))).body;
    const names = [...list.matchAll(/<bdi>([^<]+)<\/bdi>[\s\S]*?\?entry=([0-9a-f-]+)"/g)];
    const mine = names.find(([, name]) => name === "Ada Muster")?.[2] ?? "";
    const page = (await site.get(`${site.link("confirm", strangers)}?entry=${mine}`)).body;
    await site.post(site.link("confirm", strangers), fieldsOf(page));
    await site.work();
    expect((await lastSignature(site)).name).toBe("Ada Muster");
    const { sheet } = readToken(site.deps.keys, "receipt", strangers);
    expect((await site.deps.database.sheets.findOne({ _id: sheet }))?.outcomes).toEqual(["erased"]);
  });

  test("learns from no page whether she confirmed: receipt, one more step and API say the same for good", async () => {
    const { receipt, cookie } = await signHere(site, answers());
    await site.work();
    const look = async () => {
      const pages = await Promise.all([
        site.get(`/en/c/${slug}/received/${receipt}`, { cookie }),
        site.get(`/en/receipt/${receipt}`),
        site.get(`/api/v1/receipts/${receipt}`, { accept: "application/json" }),
        site.get(`/en/c/${slug}/thanks/${receipt}`),
      ]);
      return pages.map(({ statusCode, headers, body }) => [statusCode, headers.location, body]);
    };
    const before = await look();
    expect(JSON.stringify(before)).toContain("awaiting-confirmation");
    const own = await site.confirm(receipt);
    await site.work();
    expect(await look()).toEqual(before);
    await site.post(site.freshLink("withdraw", own), { reason: "withdrawn" });
    await site.work();
    expect(await look()).toEqual(before);
  });

  test("names an entry of another mailbox in vain, with a link of their own", async () => {
    const victim = await site.sign(answers());
    const own = await site.sign(answers());
    await site.work();
    const entry = fieldsOf((await site.get(site.link("confirm", victim))).body).entry ?? "";
    await site.post(site.link("confirm", own), { entry });
    await site.post(`${site.link("confirm", own)}/erase`, { entry });
    const { sheet, line } = readToken(site.deps.keys, "receipt", victim);
    expect(await site.deps.database.pending.countDocuments({ _id: { sheet, line } })).toBe(1);
  });
});

describe("In the browser that signed", () => {
  test("her own ticks stand; in any other, and in one that signed something else, none does", async () => {
    const { receipt, cookie, mark } = await signHere(site, { ...answers(), "consent.updates": "yes" });
    const other = await signHere(site, answers());
    await site.work();
    const link = site.link("confirm", receipt);
    expect(mark).toMatch(/; HttpOnly/);
    expect(mark).toMatch(/; SameSite=Lax/);
    expect(mark).toMatch(/Max-Age=86400/);
    const ticks = async (headers?: Record<string, string>) =>
      fieldsOf((await site.get(link, headers)).body)["consent.updates"];
    expect(await ticks({ cookie })).toBe("yes");
    expect(await ticks({ cookie: other.cookie })).toBeUndefined();
    expect(await ticks({ cookie: `${cookie.slice(0, -4)}AAAA` })).toBeUndefined();
    expect(await ticks()).toBeUndefined();
  });

  test("one more step shows the address, which no other browser sees, and names the folder of its provider", async () => {
    const form = { ...answers(), email: `a.${Date.now()}@gmail.com` };
    const { receipt, cookie, mark } = await signHere(site, form);
    const page = `/en/c/${slug}/received/${receipt}`;
    const here = (await site.get(page, { cookie })).body;
    expect(here).toContain(form.email);
    expect(here).toMatch(
      /At <bdi lang="en">Gmail<\/bdi> it may be in the folder “<bdi lang="en">Spam<\/bdi>”/,
    );
    expect((await site.get(page)).body).not.toContain("@gmail.com");
    expect(decodeURIComponent(mark), "nothing that can be read").not.toContain("@");
    expect(Buffer.from(cookie.split("=")[1] ?? "", "base64url").toString("latin1")).not.toContain("gmail");
  });

  test("a mistyped address is corrected, and the entry at the wrong one is erased", async () => {
    const { receipt, cookie } = await signHere(site, {
      ...answers(),
      email: `wrong.${Date.now()}@example.org`,
    });
    await site.work();
    const page = `/en/c/${slug}/received/${receipt}`;
    const bad = await site.post(page, { email: "x" }, { cookie });
    expect([bad.statusCode, bad.body.includes('value="x"')]).toEqual([422, true]);
    expect((await site.post(page, { email: "right@example.org" })).headers.location, "not elsewhere").toBe(
      page,
    );
    const right = await site.post(page, { email: "right@example.org" }, { cookie });
    const fresh = String(right.headers.location).split("/").at(-1) ?? "";
    expect(fresh).not.toBe(receipt);
    await site.work();
    expect((await site.get(site.link("confirm", fresh))).body).toContain("<bdi>Ada Muster</bdi>");
    await expect.poll(async () => (await site.get(site.link("confirm", receipt))).statusCode).toBe(410);
  });
});

describe("The form that confirms", () => {
  test("comes back with what was typed and what is wrong", async () => {
    const receipt = await site.sign(answers());
    await site.work();
    const link = site.link("confirm", receipt);
    const fields = { ...fieldsOf((await site.get(link)).body), "consent.updates": "yes" };
    const reply = await site.post(link, { ...fields, name: "www.example.org", country: "" });
    expect(reply.statusCode).toBe(422);
    expect(reply.body).toContain('value="www.example.org"');
    expect(reply.body).toContain('<a href="#name">');
    expect(reply.body).toMatch(/name="consent.updates" value="yes" checked/);
    expect(reply.body, "the fields are unfolded").toMatch(/<details class="change" open>/);
  });

  test("comes back with what was typed while the database is away", async () => {
    const receipt = await site.sign(answers());
    await site.work();
    const link = site.link("confirm", receipt);
    const fields = fieldsOf((await site.get(link)).body);
    const { pending } = site.deps.database;
    const find = pending.find.bind(pending);
    const away = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    Object.assign(pending, { find: () => ({ toArray: () => Promise.reject(away) }) });
    const reply = await site.post(link, { ...fields, name: "Ada Corrected" });
    Object.assign(pending, { find });
    expect(reply.statusCode).toBe(503);
    expect(reply.headers["retry-after"]).toBe("10");
    expect(reply.body).toContain('value="Ada Corrected"');
    expect(reply.body).toContain("However often you press it, you are counted once.");
  });

  test("says after the close until when it can be confirmed", async () => {
    const receipt = await site.sign(answers());
    await site.work();
    await site.changeCampaign({ $set: { state: "closed" } });
    const page = (await site.get(site.link("confirm", receipt))).body;
    await site.changeCampaign({ $set: { state: "open" } });
    expect(page).toMatch(/Signing has closed\. What was entered before can still be confirmed until <time/);
  });
});
