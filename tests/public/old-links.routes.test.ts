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
    // Her receipt would show for good what she does: it stands behind a fresh link only.
    expect((await site.get(preferences)).body).not.toContain(`/en/receipt/${receipt}`);
    expect((await site.get(site.freshLink("preferences", receipt))).body).toContain(`/en/receipt/${receipt}`);
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

  test("of the letter to confirm tells nobody how it ended: confirmed, entered again, withdrawn or erased is one page", async () => {
    const entered = answers();
    const [first, second] = [await site.sign(entered), await site.sign(answers())];
    await site.work();
    const link = site.link("confirm", first);
    const pageOf = async (path: string, headers?: Record<string, string>) => {
      const { statusCode, body } = await site.get(path, headers);
      return { statusCode, body: body.replaceAll(path.split("/").at(-1) ?? "", "TOKEN") };
    };
    await site.post(`${site.link("confirm", second)}/erase`, {});
    await site.work();
    const erased = await pageOf(site.link("confirm", second));
    expect(erased.statusCode).toBe(410);
    expect(h1(erased.body)).toBe("Nothing waits here any more");
    const own = await site.confirm(first);
    await site.work();
    expect(await pageOf(link)).toEqual(erased);
    expect((await site.post(link, {})).statusCode).toBe(410);
    const again = await site.sign({ ...entered, name: "Insult" });
    await site.work();
    expect(await pageOf(site.link("confirm", again))).toEqual(erased);
    // Somebody who confirmed a signature of their own in this browser learns no more of hers.
    const mine = await site.sign(answers());
    await site.work();
    const cookie = String((await site.post(site.link("confirm", mine), {})).headers["set-cookie"]).split(
      ";",
    )[0];
    await site.work();
    expect(await pageOf(link, { cookie: cookie ?? "" })).toEqual(erased);
    await site.post(site.freshLink("withdraw", own), { reason: "withdrawn" });
    await site.work();
    expect(await pageOf(link)).toEqual(erased);
  });

  test.each(["withdraw", "preferences", "unsubscribe"] as const)(
    "of other letters has a page to %s that is the same whether news is on or off, and after she withdrew",
    async (purpose) => {
      const own = await site.signAndConfirm({ ...answers(), "consent.updates": "yes" });
      const link = site.link(purpose, own);
      const look = async () => (await site.get(link)).body;
      const before = await look();
      await site.post(site.link("unsubscribe", own), {});
      expect(await look()).toBe(before);
      await site.post(`${site.link("preferences", own)}/leave`, { leave: "everything" });
      expect(await look()).toBe(before);
      await site.post(site.freshLink("withdraw", own), { reason: "withdrawn" });
      await site.work();
      expect(await look()).toBe(before);
    },
  );

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
    await site.work();
    // From now on her old letters say in this browser what is so, and offer nothing that could be saved.
    expect(h1((await site.get(site.link("withdraw", own), { cookie })).body)).toBe("Removed: it was not you");
    expect(h1((await site.get(site.link("confirm", receipt), { cookie })).body)).toBe(
      "This signature is withdrawn",
    );
    const preferences = await site.get(site.link("preferences", own), { cookie });
    expect(h1(preferences.body)).toBe("This signature is withdrawn");
    expect(preferences.body).not.toContain("<form");
    const page = await site.get(String(left.headers.location));
    expect(page.body).toContain("If it happens again");
    expect(page.body).toContain("/write");
  });
});

describe("After a withdrawal", () => {
  test("every fresh link says that it is withdrawn, and no link saves anything", async () => {
    const receipt = await site.sign({ ...answers(), "consent.updates": "yes" });
    await site.work();
    const confirm = site.link("confirm", receipt);
    const own = await site.confirm(receipt, { "consent.updates": "yes" });
    await site.work();
    await site.post(site.freshLink("withdraw", own), { reason: "withdrawn" });
    await site.work();
    for (const link of [site.freshLink("withdraw", own), site.freshLink("preferences", own)])
      expect(h1((await site.get(link)).body)).toBe("This signature is withdrawn");
    const before = await site.deps.database.signatures.find().toArray();
    const saved = await site.post(site.freshLink("preferences", own), { "consent.updates": "yes" });
    expect(saved.headers.location).not.toContain("saved");
    await site.post(confirm, {});
    await site.work();
    expect(await site.deps.database.signatures.find().toArray()).toEqual(before);
  });
});
