import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { newsOfToken } from "#campaigns/signing/consent/news.ts";
import type { UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { addSupporters, runToEnd, scheduledUpdate, testUpdateSender } from "./update-stage.ts";

let core: TestDeps;
let deps: Deps & { updateSender: UpdateSender };
let mails: MailServer;
let campaign: Campaign;

beforeAll(async () => {
  core = await openTestDeps();
  mails = await startMailServer();
  deps = {
    ...core.deps,
    updateSender: testUpdateSender(core.config, core.redis, core.deps, { SMTP_URL: mails.url }),
  };
  campaign = await loadTestCampaign(deps.database, { organisations: { ph: "ecpat-philippines" } });
  const both = { updates: true, secretariat: true } as const;
  await addSupporters(deps, campaign, ["both"], { petition: "ph", ...both });
  await addSupporters(deps, campaign, ["member"], { petition: "ph" });
  await addSupporters(deps, campaign, ["own"], { petition: "th" });
});
afterAll(async () => {
  deps.updateSender.close();
  await mails.stop();
  await core.close();
});

test.each([
  ["ecpat-international", { "both@example.org": "secretariat", "own@example.org": "organisation" }],
  ["ecpat-philippines", { "both@example.org": "organisation", "member@example.org": "organisation" }],
])(
  "an update of %s goes to who agreed to hear from it, and its one-click link ends its news alone",
  async (organisation, expected) => {
    mails.received.length = 0;
    const { _id } = await scheduledUpdate(deps, campaign, {}, organisation);
    await runToEnd(deps, _id);
    const ended = mails.received.map(({ to, raw }) => {
      const link = /^List-Unsubscribe: <[^>]*\/unsubscribe\/([\w-]+)>/m.exec(raw.replaceAll("\r\n ", ""));
      return [to[0], newsOfToken(deps.keys, link?.[1] ?? "")];
    });
    expect(Object.fromEntries(ended)).toEqual(expected);
  },
);
