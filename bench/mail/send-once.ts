import { openDeps } from "#campaigns/open-deps.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { openUpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { addUpdate, sendAll } from "./mail-campaign.ts";

/**
 * Sends one update to everybody on a campaign's roll in a separate process; reports mails per second and peak
 * memory.
 */
const [slug = ""] = process.argv.slice(2);
const config = readConfig(process.env);
const { deps, redis, close } = await openDeps(config);
const campaign = await findCampaign(deps, slug);
if (!campaign) throw new Error(`There is no campaign ${slug}.`);
const updateSender = openUpdateSender(config, redis, deps.keys);
const id = await addUpdate(deps.database, campaign);
const startedAt = performance.now();
const { planned } = await sendAll({ ...deps, updateSender }, id);
const seconds = (performance.now() - startedAt) / 1_000;
console.log(
  JSON.stringify({ mails: planned, rate: planned / seconds, memory: process.resourceUsage().maxRSS / 1024 }),
);
updateSender.close();
await close();
