import { Types } from "mongoose";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { runUpdate } from "#campaigns/updates/sending/run-update.ts";
import { openUpdateSender, type UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import { noCounts, type Update } from "#campaigns/updates/update.model.ts";
import { fillRoll } from "../bundle/fill-roll.ts";
import type { Stage } from "../system/bench-campaign.ts";
import { programEnvironment } from "../system/programs.ts";
import type { Services } from "../system/services.ts";

/** A letter like those organisers write. */
export const text = {
  subject: "What the ministry answered",
  body: [
    "Dear {{name|friend}},",
    "Last week we handed over the signatures from {{country}} and from all the other countries. The ministry took them, and **gave its word in writing**: the law will be changed before the summer, and those who work with children will be trained.",
    "## What happens now",
    "- The draft goes to parliament in March.\n- We read it with lawyers of the network, and say what is missing.\n- In June we count again what was done.",
    "Everything that was said, and the letter itself, is on [the campaign's page](/en/c/stop-sex-trafficking).",
    "> Without your names nobody would have opened the door.",
    "Thank you for standing with us. We write again when there is something to tell.",
  ].join("\n\n"),
};

/** A campaign of one organisation with signers on its roll, all of whom agreed to news. */
export async function addMailed(stage: Stage, slug: string, signers: number): Promise<Campaign> {
  const added = await stage.addCampaign(slug);
  await stage.database.petitions.updateMany({ campaign: slug }, { organisation: added.organisation });
  forgetCampaigns(stage);
  const campaign = (await findCampaign(stage, slug)) ?? added;
  await fillRoll(stage, campaign, signers, { updates: true });
  return campaign;
}

/** Creates an approved update that goes out at once. */
export async function addUpdate(database: Deps["database"], campaign: Campaign): Promise<Types.ObjectId> {
  const now = new Date();
  const update: Update = {
    _id: new Types.ObjectId(),
    campaign: campaign.slug,
    organisation: campaign.organisation,
    state: "approved",
    texts: { en: text },
    fallback: ["en"],
    audience: {},
    createdBy: "0".repeat(24),
    createdAt: now,
    changedAt: now,
    approvedAt: now,
    scheduledAt: now,
    planned: 0,
    counts: noCounts(),
  };
  await database.updates.create(update);
  return update._id;
}

/** Settings of a run: the limits are active but let everything through. */
export const openSettings = {
  SHEAF_MAIL_PER_DOMAIN: "10000000",
  SHEAF_WEEKLY_UPDATES: "1000",
  SHEAF_QUIET_HOURS: "",
  SHEAF_MAIL_FROM: "Sheaf <news@sheaf.example>",
  SHEAF_BOUNCE_ADDRESS: "b-*@sheaf.example",
  SHEAF_MAIL_CONNECTIONS: "10",
} as const;

/** What a worker sends with, pointed at the sink. */
export function openSinkSender(
  services: Services,
  redis: RedisClient,
  deps: Pick<Deps, "keys">,
  smtpUrl: string,
  settings: NodeJS.ProcessEnv = {},
): UpdateSender {
  const environment = { ...programEnvironment(services, 0), ...openSettings, SMTP_URL: smtpUrl, ...settings };
  return openUpdateSender(readConfig(environment), redis, deps.keys);
}

/** Plans and sends an update like a worker process, two ranges at a time. */
export async function sendAll(
  deps: Deps & { updateSender: UpdateSender },
  id: Types.ObjectId,
): Promise<Update> {
  await runUpdate(deps, id, undefined);
  const ranges = await deps.database.dispatchRanges.find({ "_id.update": id }).sort({ _id: 1 }).toArray();
  const queue = ranges.values();
  const worker = async () => {
    for (const { _id } of queue) await runUpdate(deps, id, _id.number);
  };
  await Promise.all([worker(), worker()]);
  const update = await deps.database.updates.findById(id).lean<Update>();
  if (update?.state !== "sent" || update.counts.sent !== update.planned)
    throw new Error(`The update ended as ${update?.state}: ${JSON.stringify(update?.counts)}`);
  return update;
}
