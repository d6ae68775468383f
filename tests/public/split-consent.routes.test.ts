import { afterAll, beforeAll, expect, test } from "vitest";
import type { Signature } from "#campaigns/signing/roll/signature.model.ts";
import { answers, openSite, type Site, slug } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite({ SHEAF_SIGN_LIMIT: "500" });
  const organisation = { countries: ["PH"], about: {}, version: 1 };
  await site.deps.database.organisations.create([
    { _id: "ecpat-international", name: "ECPAT International", kind: "secretariat", ...organisation },
    { _id: "ecpat-philippines", name: "ECPAT <b>Philippines</b>", kind: "member", ...organisation },
  ]);
  await site.changeCampaign({});
});
afterAll(() => site.close());

const member = () => ({ ...answers(), petition: "ph" });
const boxes = (page: string) => [...page.matchAll(/name="consent\.(\w+)" value="yes"( checked)?/g)];

async function lastSignature(): Promise<Signature | undefined> {
  return (await site.deps.database.signatures.find().sort({ at: -1, sheet: -1 }).limit(1).toArray())[0];
}

test("a member's petition has a box for its news and another for the secretariat's, neither ticked, each naming whose", async () => {
  const { body } = await site.get(`/en/c/${slug}/ph`);
  expect(boxes(body).map(([, name, ticked]) => [name, ticked])).toEqual([
    ["updates", undefined],
    ["secretariat", undefined],
  ]);
  expect(body).toContain("<bdi>ECPAT &lt;b&gt;Philippines&lt;/b&gt;</bdi> may send me news");
  expect(body).toContain(
    "<bdi>ECPAT International</bdi>, the secretariat of the network, may send me news of it too.",
  );
});

test("the secretariat's own petition asks once", async () => {
  const { body } = await site.get(`/en/c/${slug}`);
  expect(boxes(body).map(([, name]) => name)).toEqual(["updates"]);
  expect(body).toContain("<bdi>ECPAT International</bdi> may send me news");
});

test("what is ticked comes back with a form that has problems, and reaches the roll with one that has none", async () => {
  const form = { ...member(), "consent.secretariat": "yes" };
  const returned = await site.post(`/en/c/${slug}/sign`, { ...form, name: "" });
  expect(boxes(returned.body).filter(([, , ticked]) => ticked)).toHaveLength(1);
  await site.signAndConfirm(form);
  const signature = await lastSignature();
  expect(signature).toMatchObject({ petition: "ph", secretariat: true });
  expect(signature?.updates).toBeUndefined();
});

test("the interface for programs takes the secretariat's consent, and does without", async () => {
  for (const [consent, expected] of [
    [{ updates: true, secretariat: true }, true],
    [{ updates: true }, undefined],
  ] as const) {
    const { name, email, country } = answers();
    const payload = { name, email, country, locale: "en", petition: "ph", consent };
    const url = `/api/v1/campaigns/${slug}/signatures`;
    expect((await site.app.inject({ method: "POST", url, payload })).statusCode).toBe(202);
    const sheet = await site.deps.database.sheets.findOne({}, { sort: { _id: -1 } });
    expect(sheet?.lines[0]).toMatchObject({ updates: true });
    expect(sheet?.lines[0]?.secretariat).toBe(expected);
  }
});

test("a sender's link names it, ends its news alone, and offers to end the other's too", async () => {
  const both = { "consent.updates": "yes", "consent.secretariat": "yes" };
  const receipt = await site.signAndConfirm({ ...member(), ...both });
  const link = site.link("unsubscribe-secretariat", receipt);
  const before = await site.get(link);
  expect(before.body).toContain("<h1>Stop news from ECPAT International</h1>");
  expect(before.body, "what else she agreed to is not told").not.toContain(
    "<bdi>ECPAT &lt;b&gt;Philippines&lt;/b&gt;</bdi>:",
  );
  await site.post(link, { "List-Unsubscribe": "One-Click" });
  const after = await site.get(`${link}?done=yes`);
  expect(after.body).toContain("no more news of this campaign from ECPAT International</h1>");
  expect(after.body).toContain('name="everything" value="yes"');
  const preferences = await site.get(site.freshLink("preferences", receipt));
  expect(boxes(preferences.body).map(([, name, ticked]) => [name, ticked])).toEqual([
    ["updates", " checked"],
    ["secretariat", undefined],
  ]);
  await site.post(link, { everything: "yes" });
  const left = await site.get(site.freshLink("preferences", receipt));
  expect(boxes(left.body).filter(([, , ticked]) => ticked)).toEqual([]);
});
