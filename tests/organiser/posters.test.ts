import { afterAll, beforeAll, expect, test } from "vitest";
import { drawPoster } from "#campaigns/petitions/posters/draw-poster.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
import { countedSignature } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let ada: ConsoleClient;

beforeAll(async () => {
  site = await openTestApp();
  ada = await signInAs(site, "organiser");
  await loadTestCampaign(site.deps.database, { slug: "posted", organisations: { th: "ecpat-thailand" } });
});
afterAll(() => site.close());

test("a poster is a PDF with the fonts of its script, and its link leads to the petition with the source code", async () => {
  const poster = await ada.get("/organiser/c/posted/posters/poster.pdf?petition=th&in=ar&source=shop-1");
  expect(poster.headers["content-type"]).toBe("application/pdf");
  expect(poster.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
  expect(poster.rawPayload.toString("latin1")).toContain("NotoSansArabic");
  const page = await ada.get("/organiser/c/posted/posters?petition=th&in=ar&source=shop-1");
  expect(page.body).toContain("http://sheaf.test/c/posted/th?source=shop-1");
  const bad = await ada.get("/organiser/c/posted/posters?petition=th&source=a%20b");
  expect(bad.body).toContain("Use only letters, digits, - and _");
});

test("the longest texts fit on one page, and nothing in them is markup", async () => {
  const pdf = await drawPoster({
    lang: "th",
    direction: "ltr",
    name: "#panic() ".repeat(17),
    headline: "ปกป้องเด็กทุกคน ".repeat(10),
    target: "$x$ *bold* [^1]",
    ask: "ปกป้องเด็กทุกคนให้พ้นจากการค้ามนุษย์ ".repeat(8),
    scan: "สแกนเพื่อลงชื่อ",
    address: "https://sheaf.test/c/posted/th?source=poster",
    shown: "sheaf.test/c/posted/th",
    foot: "ข้อความของคำร้องอยู่ในหน้าเว็บ",
    band: "#17365d",
    onBand: "#ffffff",
  });
  expect(pdf.toString("latin1")).toMatch(/\/Count 1\b/);
});

test("a code that is registered has its name on the dashboard of its own organisation, and an archived one keeps it", async () => {
  const { deps } = site;
  const campaign = await loadTestCampaign(deps.database, {
    slug: "coded",
    verification: "none",
    organisations: { th: "ecpat-thailand" },
  });
  const thai = await signInAs(site, "organiser", "ecpat-thailand");
  const lead = await signInAs(site, "secretariat");
  for (const [who, source] of Object.entries({ anna: "shop-1", ben: "whatsapp_a", cleo: "made-up", dan: "" }))
    await countedSignature(deps, campaign, who, { country: "TH", ...(source && { source }) });
  const register = { code: "shop-1", label: "Posters <b> by the ferry pier" };
  expect((await thai.post("/organiser/c/coded/sources", register)).statusCode).toBe(303);
  const sourcesOf = async (client: ConsoleClient) => {
    const { body } = await client.get("/organiser/c/coded");
    const section = body.slice(body.indexOf('id="h-sources"'), body.indexOf('id="h-languages"'));
    return [...section.matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, text = ""]) =>
      text.replaceAll(/<[^>]+>/g, ""),
    );
  };
  const named = ["made-up not registered", "no code", "shop-1 Posters &lt;b&gt; by the ferry pier"];
  expect((await sourcesOf(thai)).sort()).toEqual([...named, "whatsapp_a shared link"]);
  expect(await sourcesOf(lead)).toContain(named[2]);
  // Of two organisations' registers each sees its own, and the secretariat all.
  const home = await signInAs(site, "organiser");
  expect(await sourcesOf(home)).not.toContain(named[2]);
  expect((await home.get("/organiser/c/coded/posters")).body).not.toContain("ferry pier");
  const archive = { code: "shop-1", organisation: "ecpat-thailand" };
  expect((await home.post("/organiser/c/coded/sources/archive", archive)).statusCode).toBe(404);
  expect((await thai.get("/organiser/c/coded/posters")).body).toContain("ferry pier");
  expect((await thai.post("/organiser/c/coded/sources/archive", archive)).statusCode).toBe(303);
  expect((await thai.get("/organiser/c/coded/posters")).body).not.toContain("ferry pier");
  expect(await sourcesOf(thai)).toContain(named[2]);
  const noted = await deps.database.audit
    .find({ on: "coded/ecpat-thailand/shop-1" })
    .sort({ _id: 1 })
    .toArray();
  expect(noted.map(({ act }) => act)).toEqual(["source.register", "source.archive"]);
  expect(JSON.stringify(noted)).not.toContain("ferry");
});

test("a code or name that can't be used is refused beside its field, and what was typed stays", async () => {
  const form = { code: "a b", label: "x".repeat(81) };
  const { statusCode, body } = await ada.post("/organiser/c/posted/sources", form);
  expect(statusCode).toBe(422);
  expect(body).toContain("Write a name of up to 80 characters.");
  expect(body).toContain('value="a b"');
});

test("another organisation gets posters of its own petitions only", async () => {
  const thai = await signInAs(site, "organiser", "ecpat-thailand");
  expect((await thai.get("/organiser/c/posted/posters/poster.pdf?petition=ph&in=en")).statusCode).toBe(404);
  const none = await signInAs(site, "organiser", "ecpat-usa");
  expect((await none.get("/organiser/c/posted/posters")).statusCode).toBe(404);
});
