import type { Account } from "../access/account.ts";
import { reaches } from "../access/reach.ts";
import type { Campaign } from "../petitions/campaign.ts";
import type { Deps } from "./deps.ts";
import type { CertificateFacts, Handover, HandoverFacts, ReplyFacts } from "./handover.model.ts";

/** What everybody may see of a handover; a part that nobody has checked is null. */
export type PublicHandover = Omit<HandoverFacts, "note"> & {
  petition: string | null;
  certificate: CertificateFacts | null;
  reply: ReplyFacts | null;
};

/** Handovers of a campaign that an account may work on, oldest first. */
export async function listHandovers(
  { database }: Pick<Deps, "database">,
  account: Account,
  campaign: Campaign,
): Promise<Handover[]> {
  const of = reaches(account, campaign.organisation) ? {} : { organisation: account.organisation };
  return database.handovers
    .find({ campaign: campaign.slug, ...of })
    .sort({ day: 1, _id: 1 })
    .toArray();
}

/** Handovers of a campaign that two people stand for, oldest first. */
export async function readPublicHandovers(
  { database }: Pick<Deps, "database">,
  { slug }: Pick<Campaign, "slug">,
): Promise<PublicHandover[]> {
  const found = await database.handovers
    .find({ campaign: slug, checked: { $ne: null } })
    .sort({ day: 1, _id: 1 })
    .toArray();
  return found.map(({ petition, person, office, place, day, handedBy, bundle, replyDue, ...rest }) => {
    const { certificate, reply } = rest;
    return {
      ...{ petition, person, office, place, day, handedBy, bundle, replyDue },
      certificate: certificate?.checked ? certificateFacts(certificate) : null,
      reply: reply?.checked ? { text: reply.text, day: reply.day, source: reply.source } : null,
    };
  });
}

function certificateFacts({ authority, valid, of, reference, day }: CertificateFacts): CertificateFacts {
  return { authority, valid, of, reference, day };
}
