import { afterAll, beforeAll, expect, test } from "vitest";
import { signInAs } from "../support/console-client.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;

beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site.close());

test("a test mail may be passed on like any other: with a figure that has no source it does not leave", async () => {
  const campaign = await loadTestCampaign(site.deps.database);
  const writer = await signInAs(site, "organiser");
  const list = `/organiser/c/${campaign.slug}/updates`;
  const begun = await writer.post(`${list}/new`, { organisation: campaign.organisation, template: "blank" });
  const path = String(begun.headers.location).split("?")[0] ?? "";
  const noticeOf = async (body: string) => {
    const seenAt = /name="seenAt" value="([^"]+)"/.exec((await writer.get(path)).body)?.[1] ?? "";
    const form = { locale: "en", subject: "Thank you", body, fallback: "en", next: "test", seenAt };
    return /notice=([\w-]+)/.exec(String((await writer.post(path, form)).headers.location))?.[1];
  };
  expect(await noticeOf("We are 7,044.")).toBe("test-unsourced");
  expect(await noticeOf("![7,044 people](/media/x.png) and {{name|7,044}}")).toBe("test-unsourced");
  const sourced = "We are 7,044.[^1]\n\n[^1]: Report, page 12: 7,044 people, https://example.org/report";
  expect(await noticeOf(sourced)).toMatch(/^test(?:ed|-away)$/);
});
