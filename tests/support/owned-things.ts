import { Types } from "mongoose";
import { requestBundle } from "#campaigns/bundles/request-bundle.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { petitionKey } from "#campaigns/petitions/petition.model.ts";
import { addTestAccount, clientOf } from "./console-client.ts";
import type { TestApp } from "./test-app.ts";

/** Parameters that routes of the console may have; a route with another one names it here, and what fills it. */
export const knownParams: readonly string[] = [
  "campaign",
  "petition",
  "organisation",
  "account",
  "bundle",
  "update",
  "sheet",
  "session",
  "handover",
];

/**
 * Things that belong to one organisation: what fills the parameters of a route, and what nobody else may see of them.
 */
export type OwnedThings = {
  params: Readonly<Record<string, string>>;
  /** Texts that stand in these things and nowhere else, by what they are. */
  secrets: Readonly<Record<string, string>>;
  /** All of them as text, to see whether anything changed. */
  state(): Promise<string>;
};

/** Makes an account with a session, a bundle and an update for an organisation, in the first campaign there is. */
export async function ownedThings(site: TestApp, organisation: string): Promise<OwnedThings> {
  const { deps } = site;
  const { database } = deps;
  const first = await database.campaigns.findOne().lean();
  const campaign = first?._id ?? "none";
  const petition = `p-${organisation}`;
  const model = await database.petitions.findOne({ campaign }).lean();
  const country = organisation === "ecpat-usa" ? "US" : "PH";
  await database.petitions.create({ ...model, _id: petitionKey(campaign, petition), organisation, country });
  forgetCampaigns({ database });
  const word = `${organisation}-${new Types.ObjectId().toHexString()}`;
  const account = await addTestAccount(deps, {
    organisation,
    role: "staff",
    name: `Name ${word.replaceAll(/\d/g, "x")}`,
    email: `${word}@sheaf.test`,
  });
  await clientOf(site, account);
  const session = await database.sessions.findOne({ account: new Types.ObjectId(account.id) });
  const known = await findCampaign(deps, campaign);
  if (!known) throw new Error("There is no campaign to own things in.");
  const actor = { account: account.id, organisation, role: account.role, from: "127.0.0.0/24" } as const;
  const reason = `Reason ${word}`;
  const asked = await requestBundle(deps, { account, actor }, known, {
    ...{ organisation, country: "", level: "", recipient: `Recipient ${word}`, sealTo: "" },
    reason,
  });
  const handedTo = `Office ${word}`;
  const handover = new Types.ObjectId();
  await database.handovers.insertOne({
    ...{ _id: handover, campaign, petition, organisation, by: account.id, at: deps.now(), checked: null },
    ...{ person: "Somebody", office: handedTo, place: "Here", day: "2026-01-01", handedBy: "Us" },
    ...{ bundle: null, note: "", replyDue: null, certificate: null, reply: null, copies: [] },
  });
  const update = new Types.ObjectId();
  const subject = `Subject ${word}`;
  await database.updates.create({
    _id: update,
    campaign,
    organisation,
    state: "draft",
    texts: { en: { subject, body: "Body." } },
    fallback: ["en"],
    audience: {},
    createdBy: account.id,
    createdAt: deps.now(),
    changedAt: deps.now(),
    planned: 0,
    counts: { queued: 0, claimed: 0, sent: 0, failed: 0, suppressed: 0, skipped: 0, uncertain: 0 },
  });
  return {
    params: {
      campaign,
      petition,
      organisation,
      account: account.id,
      session: session?._id.toHexString() ?? "",
      bundle: asked.kind === "refused" ? "" : asked.request,
      update: update.toHexString(),
      sheet: new Types.ObjectId().toHexString(),
      handover: handover.toHexString(),
    },
    secrets: { name: account.name, email: account.email, reason, subject, handedTo },
    async state() {
      const own = await database.accounts.findOne({ _id: new Types.ObjectId(account.id) });
      const sessions = await database.sessions.find({ account: new Types.ObjectId(account.id) }).toArray();
      const bundles = await database.bundleRequests.find({ owner: organisation }).toArray();
      const handovers = await database.handovers.find({ organisation }).toArray();
      const updates = await database.updates.find({ organisation }).lean();
      return JSON.stringify([own, sessions, bundles, updates, handovers]);
    },
  };
}
