import type { Account } from "../../access/account.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { recordAudit } from "../../audit/record-audit.ts";
import { DomainError } from "../../platform/errors.ts";
import { withTransaction } from "../../platform/in-transaction.ts";
import { isDuplicate } from "../../platform/is-duplicate.ts";
import { isSlug } from "../../texts/slug.ts";
import type { Deps } from "../deps.ts";
import { openSettings } from "./draft-settings.ts";
import { filesToStore } from "./open-draft.ts";
import { withPlain } from "./plain.ts";
import { writeDraft } from "./store-draft.ts";

type Renaming = { account: Account; actor: Actor; campaign: string; slug: string };

/**
 * Gives a campaign another web address, until it is published.
 * @throws DomainError `not-found`; `draft-changed` once it is published; `slug-refused`, `slug-taken`.
 */
export async function renameCampaign(
  deps: Pick<Deps, "database" | "now">,
  { account, actor, campaign, slug }: Renaming,
): Promise<void> {
  if (slug === campaign) return;
  if (!isSlug(slug))
    throw new DomainError("slug-refused", "Use lower-case letters, digits and single hyphens.");
  const { draft, own } = await openSettings(deps, { account, campaign });
  const files = new Map(own).set("campaign.yaml", withPlain(own.get("campaign.yaml"), ["slug"], slug));
  const { submitted: _, approved: __, ...kept } = draft;
  const edited = { account: account.id, organisation: account.organisation, at: deps.now() };
  const renamed = {
    ...kept,
    _id: slug,
    campaign: slug,
    state: "draft",
    files: filesToStore(files),
    edited,
  } as const;
  try {
    await withTransaction(deps, async (inner) => {
      const { database, transaction } = inner;
      if (await database.campaigns.exists({ _id: slug }).session(transaction.session)) throw taken(slug);
      const { deletedCount } = await database.drafts.deleteOne(
        { _id: campaign, revision: draft.revision },
        transaction,
      );
      if (deletedCount === 0)
        throw new DomainError("draft-changed", "Somebody changed this meanwhile: look again.");
      await writeDraft(inner, { ...renamed, revision: 0 });
      await recordAudit(inner, actor, "campaign.rename", campaign, { to: slug });
    });
  } catch (error) {
    throw isDuplicate(error) ? taken(slug) : error;
  }
}

function taken(slug: string): DomainError {
  return new DomainError("slug-taken", `There is a campaign called "${slug}" already: choose another name.`);
}
