import type { Account } from "../../access/account.ts";
import { reaches } from "../../access/reach.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { type InTransaction, withTransaction } from "../../platform/in-transaction.ts";
import { isDuplicate } from "../../platform/is-duplicate.ts";
import { sealText, unsealText } from "../../platform/sealing/seal.ts";
import type { Campaign, Petition } from "../campaign.ts";
import type { Deps } from "../deps.ts";
import { findCampaign } from "../find-campaign.ts";
import { petitionKey } from "../petition.model.ts";
import { contactOwner } from "./contact.model.ts";

/** Whom to write to or call at an office. */
export type Contact = { name: string; email: string; phone: string; notes: string };

type ContactDeps = Pick<Deps, "database" | "keys" | "now">;
type PetitionRef = { account: Account; campaign: string; petition: string };

/** A petition's contact as its organisers see it; empty with revision 0 when there is none. */
export type OpenContact = { campaign: Campaign; petition: Petition; contact: Contact; revision: number };

/**
 * Opens the contact at a petition's target.
 * @throws DomainError `not-found` when there is no such petition, or it is another organisation's.
 */
export async function openContact(deps: ContactDeps, { account, ...ref }: PetitionRef): Promise<OpenContact> {
  const campaign = await findCampaign(deps, ref.campaign);
  const petition = campaign?.petitions.find(({ id }) => id === ref.petition);
  if (!campaign || !petition || !reaches(account, petition.organisation)) throw notFound();
  const _id = petitionKey(campaign.slug, petition.id);
  const stored = await deps.database.contacts.findOne({ _id });
  const [name = "", email = "", phone = "", ...notes] = stored
    ? unsealText(deps.keys, contactOwner(_id), stored.sealed).split("\n")
    : [];
  const contact = { name, email, phone, notes: notes.join("\n") };
  return { campaign, petition, contact, revision: stored?.revision ?? 0 };
}

/**
 * Stores the contact at a petition's target, sealed. Its contents appear in no audit entry.
 * @throws DomainError `not-found`; `draft-changed` when somebody changed it since it was shown.
 */
export async function keepContact(
  deps: ContactDeps,
  { contact, revision, actor, ...ref }: PetitionRef & { contact: Contact; revision: number; actor: Actor },
): Promise<void> {
  const { campaign, petition } = await openContact(deps, ref);
  const _id = petitionKey(campaign.slug, petition.id);
  const oneLine = (text: string) => text.replaceAll(/\s+/g, " ").trim();
  const lines = [contact.name, contact.email, contact.phone].map(oneLine);
  const notes = contact.notes.replaceAll("\r\n", "\n").trim();
  const sealed = sealText(deps.keys, contactOwner(_id), [...lines, notes].join("\n"));
  const next = { sealed, revision: revision + 1, at: deps.now() };
  await withTransaction(deps, async (inner) => {
    if (!(await store(inner, _id, revision, next))) {
      throw new DomainError("draft-changed", "Somebody changed this contact meanwhile: look at it again.");
    }
    await recordAudit(inner, actor, "petition.contact", _id);
  });
}

async function store(
  { database, transaction }: ContactDeps & InTransaction,
  _id: string,
  revision: number,
  next: { sealed: Buffer; revision: number; at: Date },
): Promise<boolean> {
  if (revision > 0)
    return (await database.contacts.replaceOne({ _id, revision }, next, transaction)).matchedCount > 0;
  try {
    await database.contacts.insertOne({ _id, ...next }, transaction);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
