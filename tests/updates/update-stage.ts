import { Types } from "mongoose";
import type { Account } from "#campaigns/access/account.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf, signatureId } from "#campaigns/petitions/person.ts";
import type { Config } from "#campaigns/platform/config.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { mostLines } from "#campaigns/platform/sealing/line-tokens.ts";
import { seal } from "#campaigns/platform/sealing/seal.ts";
import type { Signature } from "#campaigns/signing/roll/signature.model.ts";
import { type Dispatch, dispatchRange } from "#campaigns/updates/dispatch.model.ts";
import type { By } from "#campaigns/updates/find-update.ts";
import { recountUpdate } from "#campaigns/updates/sending/recount-updates.ts";
import { runUpdate } from "#campaigns/updates/sending/run-update.ts";
import { openUpdateSender, type UpdateSender } from "#campaigns/updates/sending/update-sender.ts";
import type { Update } from "#campaigns/updates/update.model.ts";
import { approveUpdate } from "#campaigns/updates/writing/approve-update.ts";
import { scheduleUpdate } from "#campaigns/updates/writing/steer-update.ts";
import { submitUpdate } from "#campaigns/updates/writing/submit-update.ts";
import { createUpdate, type UpdateDraft } from "#campaigns/updates/writing/write-update.ts";

/** Somebody at the console. */
export function organiser(id: string, differences: Partial<Account> = {}): By {
  const account: Account = {
    id: id.padStart(24, "0"),
    name: "Olga Organiser",
    email: "olga@example.org",
    organisation: "ecpat-international",
    role: "secretariat",
    locale: "en",
    ...differences,
  };
  const { organisation, role } = account;
  return { account, actor: { account: account.id, organisation, role, from: "203.0.113.0/24" } };
}

export const writer = organiser("a1");
export const approver = organiser("b2");

/** Puts supporters onto a campaign's roll: `who` at example.org each, or at the domain that stands behind an @. */
export async function addSupporters(
  deps: Pick<Deps, "database" | "keys">,
  campaign: Campaign,
  who: readonly string[],
  differences: Partial<Signature> & { name?: string; agreed?: boolean } = {},
): Promise<void> {
  const { name = "Anna Tester", agreed = true, ...fields } = differences;
  const sheets = Array.from({ length: Math.ceil(who.length / mostLines) }, () => new Types.ObjectId());
  const roll = who.map((one, index): Signature => {
    const email = one.includes("@") ? one : `${one}@example.org`;
    const person = personOf(deps.keys, campaign, email);
    return {
      _id: signatureId(person, 0),
      sheet: sheets[Math.floor(index / mostLines)] ?? new Types.ObjectId(),
      line: index % mostLines,
      petition: campaign.petitions[0]?.id ?? "",
      country: "GB",
      channel: "web",
      locale: "en",
      version: 1,
      ...(agreed && { updates: true as const }),
      at: new Date("2026-01-01T00:00:00Z"),
      state: "counted",
      sealed: seal(deps.keys, person, { name, email, postcode: "" }),
      ...fields,
    };
  });
  await deps.database.signatures.insertMany(roll);
}

const usual: UpdateDraft = {
  texts: {
    en: {
      subject: "News for {{name|you}}",
      body: "Dear {{name|friend}},\n\n**thank you.** See [the page](/en/c/x).",
    },
  },
  fallback: ["en"],
  audience: {},
};

/** An update that was written, submitted, approved by somebody else and is to go out now. */
export async function scheduledUpdate(
  deps: Deps,
  campaign: Campaign,
  draft: Partial<UpdateDraft> = {},
  organisation?: string,
): Promise<Update> {
  const written = await createUpdate(deps, writer, campaign, { ...usual, ...draft }, organisation);
  const id = written._id.toHexString();
  await submitUpdate(deps, writer, { id, campaign });
  await approveUpdate(deps, approver, id);
  return scheduleUpdate(deps, writer, id, deps.now());
}

/** What workers send with, on a mail server of the test's. */
export function testUpdateSender(
  config: Config,
  redis: RedisClient,
  deps: Deps,
  settings: Partial<Config>,
): UpdateSender {
  return openUpdateSender({ ...config, ...settings }, redis, deps.keys);
}

/** Does what workers do with an update until nothing of it is due. */
export async function runToEnd(
  deps: Deps & { updateSender: UpdateSender },
  id: Types.ObjectId,
): Promise<void> {
  await runUpdate(deps, id, undefined);
  const open = await deps.database.dispatchRanges
    .find({ "_id.update": id, state: "open", dueAt: { $lte: deps.now() } })
    .toArray();
  for (const range of open) await runUpdate(deps, id, range._id.number);
  await runUpdate(deps, id, undefined);
}

/** An update's dispatches. */
export function dispatchesOf(deps: Pick<Deps, "database">, id: Types.ObjectId): Promise<Dispatch[]> {
  const { from, to } = dispatchRange(id);
  return deps.database.dispatches.find({ _id: { $gte: from, $lt: to } }).toArray();
}

/** The update as it stands, once its counts have been found to be those of its dispatches. */
export async function recounted(deps: Deps, id: Types.ObjectId): Promise<Update> {
  const { drift } = await recountUpdate(deps, id);
  if (drift.length > 0) throw new Error(`The counts drifted: ${JSON.stringify(drift)}`);
  const update = await deps.database.updates.findById(id).lean<Update>();
  if (!update) throw new Error("The update is gone.");
  return update;
}
