import { createHash } from "node:crypto";
import type { Actor } from "../../audit/entry.model.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Locale } from "../../platform/languages/languages.ts";
import { type Problem, problemOfFile } from "../../texts/yaml-file.ts";
import type { Campaign } from "../campaign.ts";
import type { CatalogueCampaign } from "../compose-campaign.ts";
import type { Deps } from "../deps.ts";
import type { Draft, SameMeaning } from "./draft.model.ts";
import { type DraftRef, openDraft } from "./open-draft.ts";
import { fileOf } from "./passages.ts";
import { storeDraft } from "./store-draft.ts";

/** A language whose words stay while others of the same petition change; `mark` stands for the words that change. */
type Unchanged = { petition: string; locale: Locale; mark: string };

/**
 * Reports each language whose words stay while those of another change, unless somebody signed that they still say the
 * same: people who sign one version sign one text, in whatever language.
 */
export function unsignedMeanings(
  { same = [] }: Pick<Draft, "same">,
  campaign: CatalogueCampaign,
  live: Campaign | null,
): Problem[] {
  const signed = new Set(same.map(keyOf));
  return findUnchanged(campaign, live)
    .filter((each) => !signed.has(keyOf(each)))
    .map(({ petition, locale }) =>
      problemOfFile(fileOf(locale), "meaning-unsigned", { petition, language: locale }),
    );
}

function findUnchanged({ petitions }: CatalogueCampaign, live: Campaign | null): Unchanged[] {
  return petitions.flatMap(({ id, today }) => {
    const last = live?.petitions.find((petition) => petition.id === id)?.versions.at(-1);
    const both = Object.keys(today.texts).filter((locale) => last?.texts[locale] !== undefined);
    const isSame = (locale: Locale) => last?.texts[locale]?.sha256 === today.texts[locale]?.sha256;
    const changed = both.filter((locale) => !isSame(locale)).sort();
    if (changed.length === 0) return [];
    const words = changed.map((locale) => `${locale} ${today.texts[locale]?.sha256}`).join("\n");
    const mark = createHash("sha256").update(words).digest("hex");
    return both.filter(isSame).map((locale) => ({ petition: id, locale, mark }));
  });
}

function keyOf({ petition, locale, mark }: Unchanged): string {
  return `${petition} ${locale} ${mark}`;
}

type Signing = DraftRef & {
  actor: Actor;
  revision: number;
  /** The petition whose words change, and the language whose words stay. */
  of: string;
  locale: Locale;
  /** What the draft would publish. */
  becomes: CatalogueCampaign;
};

/**
 * Signs that the words of a language still say the same as those that change. Any further change needs it anew.
 * @throws DomainError `not-found`; `draft-changed` when nothing of that kind is to be signed, or the draft was changed.
 */
export async function signSameMeaning(deps: Pick<Deps, "database" | "now">, signing: Signing): Promise<void> {
  const { account, actor, of, locale, revision, becomes } = signing;
  const { draft, live } = await openDraft(deps, signing);
  const found = findUnchanged(becomes, live).find((each) => each.petition === of && each.locale === locale);
  if (!found || draft.revision !== revision) throw changed();
  const by = { account: account.id, organisation: account.organisation, at: deps.now() };
  const others = (draft.same ?? []).filter((each) => keyOf(each) !== keyOf(found));
  const same: SameMeaning[] = [...others, { ...found, ...by }];
  const details = { petition: of, language: locale, changed: found.mark };
  if (!(await storeDraft(deps, { ...draft, same }, { actor, act: "petition.same-meaning", details })))
    throw changed();
}

function changed(): DomainError {
  return new DomainError(
    "draft-changed",
    "Somebody changed this while you looked at it: nothing was done. Look at it again.",
  );
}
