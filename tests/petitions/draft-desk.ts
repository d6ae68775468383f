import type { Account } from "#campaigns/access/account.ts";
import type { Deps } from "#campaigns/open.ts";
import { addLanguage } from "#campaigns/petitions/drafts/change-languages.ts";
import { createCampaign } from "#campaigns/petitions/drafts/create-campaign.ts";
import { moveDraft } from "#campaigns/petitions/drafts/move-draft.ts";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { fileOf, markOf, type Part, passagesOf } from "#campaigns/petitions/drafts/passages.ts";
import { publishDraft } from "#campaigns/petitions/drafts/publish-draft.ts";
import { type SaveOutcome, savePassages } from "#campaigns/petitions/drafts/save-passages.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";

/** Somebody who works on drafts in a test. */
export type Writer = {
  account: Account;
  save(
    campaign: string,
    part: Part,
    texts: Record<string, string>,
    was?: Record<string, string>,
  ): Promise<SaveOutcome>;
  move(campaign: string, move: "submit" | "approve" | "give-back", petition?: string): Promise<void>;
  publish(campaign: string, petition?: string): Promise<void>;
};

/** Somebody by the number of their account. */
export function writer(deps: Deps, number: number, differences: Partial<Account> = {}): Writer {
  const account: Account = {
    id: String(number).padStart(24, "0"),
    name: `Writer ${number}`,
    email: `writer-${number}@sheaf.test`,
    organisation: "ecpat-international",
    role: "organiser",
    locale: "en",
    ...differences,
  };
  const actor = { account: account.id, organisation: account.organisation, role: account.role, from: "test" };
  const ref = (campaign: string, petition?: string) => ({ account, campaign, petition: petition ?? null });
  return {
    account,
    async save(campaign, part, texts, was = {}) {
      const { own } = await openDraft(deps, ref(campaign));
      const standing = new Map(
        passagesOf(part, own.get(fileOf(part)), null).map(({ key, text }) => [key, text]),
      );
      const passages = Object.entries(texts).map(
        ([key, text]) => [key, { text, was: markOf(was[key] ?? standing.get(key) ?? "") }] as const,
      );
      return savePassages(deps, { ...ref(campaign), actor, part, passages: new Map(passages) });
    },
    async move(campaign, move, petition) {
      const { draft } = await openDraft(deps, ref(campaign, petition));
      await moveDraft(deps, { ...ref(campaign, petition), actor, move, revision: draft.revision });
    },
    async publish(campaign, petition) {
      await publishDraft(deps, { ...ref(campaign, petition), actor });
    },
  };
}

/** Begins a campaign and writes what it needs, in the languages named. */
export async function writeCampaign(
  deps: Deps,
  by: Writer,
  slug: string,
  languages: readonly Locale[] = ["en"],
): Promise<void> {
  const { account } = by;
  const actor = { account: account.id, organisation: account.organisation, role: account.role, from: "test" };
  const campaign = {
    slug,
    language: "en",
    name: "Safe roads",
    ask: "We ask for safe roads.",
    office: "Parliament",
  } as const;
  await createCampaign(deps, { account, actor, campaign });
  for (const locale of languages) {
    if (locale !== "en") await addLanguage(deps, { account, actor, campaign: slug, language: locale });
    await by.save(slug, locale, {
      "page.name": `Safe roads (${locale})`,
      "page.headline": "Roads that children can cross",
      "page.ask": "We ask for safe roads.",
      "page.first": "Every child walks.",
      "page.why.0": "Because roads are dangerous.",
      "page.runBy.0.name": "Walkers",
      "page.runBy.0.text": "They walk.",
      "offices.international": `The Parliament (${locale})`,
      "wordings.international": `To: {office}\n\nMake roads safe (${locale}).`,
    });
  }
}
