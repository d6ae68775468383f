import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { h1, lastSignature } from "./confirm-desk.ts";
import { answers, openSite, type Site, slug } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite({ SHEAF_SIGN_LIMIT: "500" });
});
afterAll(() => site.close());

describe("A forwarded mail", () => {
  test("shows nothing of hers and withdraws nothing: a fresh link goes to her address, and stopping news works at once", async () => {
    const receipt = await site.signAndConfirm({ ...answers(), "consent.updates": "yes" });
    const stands = async () => (await lastSignature(site)).state;
    const withdraw = site.link("withdraw", receipt);
    expect((await site.get(withdraw)).body).not.toContain('name="reason"');
    expect((await site.post(withdraw, { reason: "withdrawn" })).headers.location).toBe(withdraw);
    const preferences = site.link("preferences", receipt);
    expect((await site.get(preferences)).body).not.toContain('type="checkbox"');
    await site.post(preferences, { "consent.secretariat": "yes" });
    await site.work();
    expect(await lastSignature(site)).toMatchObject({ state: "counted", updates: true });
    for (const purpose of ["withdraw", "preferences", "confirm"] as const) {
      const asked = await site.post(`${site.link(purpose, receipt)}/fresh`, {});
      expect(asked.headers.location).toBe(`/en/c/${slug}/links/sent`);
    }
    expect(await site.deps.database.letters.countDocuments({ purpose: "links" })).toBeGreaterThan(0);
    await site.post(`${preferences}/leave`, { leave: "organisation" });
    expect((await lastSignature(site)).updates).toBeUndefined();
    expect(await stands()).toBe("counted");
  });

  test("of the letter to confirm shows no name once she confirmed, but that it is done", async () => {
    const receipt = await site.sign(answers());
    await site.work();
    await site.confirm(receipt);
    await site.work();
    const page = (await site.get(site.link("confirm", receipt))).body;
    expect(h1(page)).toBe("You have already confirmed");
    expect(page).not.toContain("Ada Muster");
    expect(page).not.toContain("/thanks/");
  });

  test("acts in the browser that confirmed, for an hour", async () => {
    const receipt = await site.sign(answers());
    await site.work();
    const confirmed = await site.post(site.link("confirm", receipt), {});
    const mark = String(confirmed.headers["set-cookie"]);
    expect(mark).toMatch(/Max-Age=3600/);
    const cookie = mark.split(";")[0] ?? "";
    await site.work();
    const own = String(confirmed.headers.location).split("/").at(-1) ?? "";
    expect((await site.get(site.link("confirm", receipt), { cookie })).body).toContain(`/thanks/${own}`);
    expect((await site.post(site.link("confirm", receipt), {}, { cookie })).headers.location).toBe(
      `/en/c/${slug}/thanks/${own}`,
    );
    const left = await site.post(site.link("withdraw", own), { reason: "not-me" }, { cookie });
    expect(left.headers.location).toBe(`/en/c/${slug}/not-me`);
  });
});

describe("After a withdrawal", () => {
  test("every old link says that it is withdrawn, and saves nothing", async () => {
    const receipt = await site.sign({ ...answers(), "consent.updates": "yes" });
    await site.work();
    const confirm = site.link("confirm", receipt);
    const own = await site.confirm(receipt, { "consent.updates": "yes" });
    await site.work();
    await site.post(site.freshLink("withdraw", own), { reason: "withdrawn" });
    await site.work();
    const links = [
      confirm,
      site.link("withdraw", own),
      site.link("preferences", own),
      site.freshLink("preferences", own),
      site.link("unsubscribe", own),
    ];
    for (const link of links) expect(h1((await site.get(link)).body)).toBe("This signature is withdrawn");
    const before = await site.deps.database.signatures.find().toArray();
    const saved = await site.post(site.freshLink("preferences", own), { "consent.updates": "yes" });
    expect(saved.headers.location).not.toContain("saved");
    await site.post(confirm, {});
    await site.work();
    expect(await site.deps.database.signatures.find().toArray()).toEqual(before);
  });
});
