import { afterAll, beforeAll, expect, test } from "vitest";
import { answersOf } from "../support/signing.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";

let site: TestApp;
let url: string;

beforeAll(async () => {
  site = await openTestApp();
  const { slug } = await loadTestCampaign(site.deps.database, { verification: "none" });
  url = `/api/v1/campaigns/${slug}/signatures`;
});
afterAll(() => site.close());

/** Where a form says that it comes from, and whether it is taken: [headers, status]. */
const origins: [what: string, headers: Record<string, string>, status: number][] = [
  ["a browser on our own page", { origin: "http://sheaf.test" }, 202],
  ["a browser on the host it speaks to", { origin: "http://localhost:3000", host: "localhost:3000" }, 202],
  ["a program", {}, 202],
  ["another site", { origin: "https://evil.example" }, 403],
  ["a site whose name begins like ours", { origin: "http://sheaf.test.evil.example" }, 403],
  ["a sandboxed frame", { origin: "null" }, 403],
  ["what is no origin", { origin: "sheaf.test" }, 403],
  ["a browser that says cross-site", { "sec-fetch-site": "cross-site" }, 403],
  ["a browser that says same-site", { "sec-fetch-site": "same-site" }, 403],
  ["a browser that says same-origin", { "sec-fetch-site": "same-origin" }, 202],
];

test.each(origins)("a signature from %s", async (_what, headers, status) => {
  const before = await site.everything();
  const answer = await site.app.inject({
    method: "POST",
    url,
    headers,
    payload: answersOf("anna"),
  });
  expect(answer.statusCode).toBe(status);
  if (status === 403) expect(await site.everything()).toBe(before);
});
