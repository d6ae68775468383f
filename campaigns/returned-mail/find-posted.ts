import type { Types } from "mongoose";
import { mailProvider } from "../mail/mail-provider.ts";
import type { Posted } from "../mail/verp.ts";
import { isAboutSignature } from "../outbox/letter.model.ts";
import { campaignByOrdinal } from "../petitions/campaign-by-ordinal.ts";
import { personLength } from "../petitions/person.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import { unseal } from "../platform/sealing/seal.ts";
import { readMailbox } from "../signing/roll/find-signature.ts";
import { mailboxKey } from "../texts/mailbox-key.ts";
import { dispatchId } from "../updates/dispatch.model.ts";
import type { Update } from "../updates/update.model.ts";
import type { Deps } from "./deps.ts";

/** A mail that we did send, as far as it is still known. */
export type FoundPosted = {
  /** The key of the address it went to; undefined when the signature has been withdrawn since. */
  key: Buffer | undefined;
  /** Who receives for that address. */
  provider: string | undefined;
  /** Slug. */
  campaign: string;
  /** Slug of the organisation that sent it; for a letter, the owner of the signed petition. */
  organisation: string;
  letter?: string;
  /** Of a letter that asks for a confirmation: whose entries it was for, all that had come by then. */
  asked?: { person: Buffer; until: Date };
  dispatch?: Buffer;
  update?: Types.ObjectId;
  /** When a mail server took it, of an update. */
  sentAt?: Date | undefined;
};

type FindDeps = Pick<Deps, "database" | "keys">;

/** Finds the mail that a return address names; undefined when it is too long ago, or was never sent. */
export function findPosted(deps: FindDeps, posted: Posted): Promise<FoundPosted | undefined> {
  return posted.kind === "letter" ? findLetter(deps, posted.letter) : findDispatch(deps, posted);
}

async function findLetter(deps: FindDeps, letter: string): Promise<FoundPosted | undefined> {
  const entry = await deps.database.letters.findOne({ _id: letter });
  if (!entry || !isAboutSignature(entry)) return undefined;
  const { slug, petitions, organisation } = await campaignByOrdinal(deps, entry.campaign);
  const own = petitions.find(({ id }) => id === entry.petition)?.organisation ?? organisation;
  const asks = entry.purpose === "confirm" || entry.purpose === "remind";
  return {
    ...(await findAddress(deps, entry.person, entry.ref)),
    ...{ campaign: slug, organisation: own, letter },
    ...(asks && { asked: { person: entry.person, until: entry.endedAt ?? entry.at } }),
  };
}

async function findDispatch(
  deps: FindDeps,
  { update: _id, signature }: Extract<Posted, { kind: "dispatch" }>,
): Promise<FoundPosted | undefined> {
  const { dispatches, updates } = deps.database;
  const dispatch = await dispatches.findOne({ _id: dispatchId(_id, signature) });
  const update =
    dispatch &&
    (await updates
      .findOne({ _id })
      .select("campaign organisation")
      .lean<Pick<Update, "campaign" | "organisation">>());
  if (!dispatch || !update) return undefined;
  const address = await findAddress(deps, signature.subarray(0, personLength));
  const { campaign, organisation } = update;
  return { ...address, campaign, organisation, dispatch: dispatch._id, update: _id, sentAt: dispatch.at };
}

/** The blind key of a person's address, and who receives for it: from the entry that waits, else from the roll. */
async function findAddress(
  deps: FindDeps,
  person: Buffer,
  ref?: LineRef,
): Promise<Pick<FoundPosted, "key" | "provider">> {
  const pending = ref && (await deps.database.pending.findOne({ _id: ref }));
  const sealed =
    pending?.sealed ?? (await readMailbox(deps, person)).find((signature) => signature?.sealed)?.sealed;
  const email = sealed && unseal(deps.keys, person, sealed).email;
  return {
    key: email === undefined ? undefined : mailboxKey(deps.keys, email),
    provider: email === undefined ? undefined : mailProvider(deps.keys, email),
  };
}
