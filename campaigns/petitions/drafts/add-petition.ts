import type { Account } from "../../access/account.ts";
import { reaches } from "../../access/reach.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { findOrganisation } from "../../organisations/find-organisation.ts";
import { DomainError } from "../../platform/errors.ts";
import { isCountry } from "../../texts/countries.ts";
import type { Deps } from "../deps.ts";
import { type Draft, draftKey } from "./draft.model.ts";
import { liveFiles, petitionEntries, textFiles } from "./draft-files.ts";
import { filesToStore, openDraft } from "./open-draft.ts";
import { type PlainFiles, plainAt, withPlain } from "./plain.ts";
import { type DraftAct, storeDraft } from "./store-draft.ts";

/** A petition to add: people of its country sign it, and its supporters belong to its organisation. */
export type NewPetition = { country: string; organisation: string };

/**
 * Adds a petition for a country, starting with the wording of the campaign's first petition. In a published campaign
 * it is a separate draft that its organisation edits.
 * @throws DomainError `not-found`, `country-refused`, `country-taken`, `organisation-refused` or `draft-changed`.
 */
export async function addPetition(
  deps: Pick<Deps, "database" | "now">,
  given: {
    account: Account;
    actor: Actor;
    campaign: string;
    petition: NewPetition;
    /** What else is written with it. */
    also?: DraftAct["also"];
  },
): Promise<string> {
  const { account, actor, campaign, petition } = given;
  const { draft, live, own } = await openDraft(deps, { account, campaign, petition: null });
  const id = petition.country.toLowerCase();
  if (!isCountry(petition.country))
    throw new DomainError("country-refused", "Choose a country from the list.");
  if (!reaches(account, draft.organisation) || !(await findOrganisation(deps, petition.organisation)))
    throw new DomainError("organisation-refused", "Choose an organisation from the list.");
  const standing = live ? liveFiles(live) : own;
  const isThere = petitionEntries(standing).some((entry) => plainAt(entry, ["id"]) === id);
  if (isThere) throw new DomainError("country-taken", "This country already has a petition.");
  const files = withNew(standing, id, petition);
  const by = { account: account.id, organisation: account.organisation, at: deps.now() };
  const changed: Draft = live
    ? {
        _id: draftKey(campaign, id),
        campaign,
        petition: id,
        organisation: petition.organisation,
        state: "draft",
        revision: 0,
        files: filesToStore(files),
        edited: by,
      }
    : { ...draft, state: "draft", files: filesToStore(files), edited: by };
  const details = { organisation: petition.organisation };
  const act = { actor, act: "petition.add", on: draftKey(campaign, id), details };
  if (!(await storeDraft(deps, changed, { ...act, ...(given.also && { also: given.also }) })))
    throw new DomainError("draft-changed", "Somebody changed this meanwhile: look at it again.");
  return id;
}

function withNew(files: PlainFiles, id: string, { country, organisation }: NewPetition): PlainFiles {
  const changed = new Map(files);
  const entries = petitionEntries(files);
  const first = String(plainAt(entries[0], ["wording"]) ?? "international");
  const entry = { id, country, organisation, wording: id, version: 1, publishedAt: "2000-01-01" };
  changed.set("campaign.yaml", withPlain(files.get("campaign.yaml"), ["petitions"], [...entries, entry]));
  for (const name of textFiles(files)) {
    const words = plainAt(files.get(name), ["wordings", first]) ?? "";
    const withWords = withPlain(files.get(name), ["wordings", id], words);
    changed.set(name, withPlain(withWords, ["offices", id], ""));
  }
  return changed;
}
