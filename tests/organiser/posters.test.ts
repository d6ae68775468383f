import { afterAll, beforeAll, expect, test } from "vitest";
import { drawPoster } from "#campaigns/petitions/posters/draw-poster.ts";
import { type ConsoleClient, signInAs } from "../support/console-client.ts";
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
  expect(bad.body).toContain("Write letters, digits, - and _ only");
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

test("another organisation gets posters of its own petitions only", async () => {
  const thai = await signInAs(site, "organiser", "ecpat-thailand");
  expect((await thai.get("/organiser/c/posted/posters/poster.pdf?petition=ph&in=en")).statusCode).toBe(404);
  const none = await signInAs(site, "organiser", "ecpat-usa");
  expect((await none.get("/organiser/c/posted/posters")).statusCode).toBe(404);
});
