import type { Account } from "../../access/account.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { findOrganisation } from "../../organisations/find-organisation.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Locale } from "../../platform/languages/languages.ts";
import { isSlug } from "../../texts/slug.ts";
import type { CampaignPage } from "../campaign.ts";
import { officeGap } from "../compose-text.ts";
import type { Deps } from "../deps.ts";
import type { TextsFile } from "../reading/texts-file.ts";
import { writeCatalogue } from "../write-catalogue.ts";
import { paletteOf } from "./palettes.ts";
import { storeDraft } from "./store-draft.ts";

/** What a new campaign starts with. */
export type NewCampaign = {
  slug: string;
  /** The language it is written in; others are added to its draft. */
  language: Locale;
  name: string;
  ask: string;
  /** Whom the international petition addresses. */
  office: string;
};

/**
 * Starts a campaign: a draft with one petition for every country, in one language, with most of its texts still
 * empty.
 * @throws DomainError `slug-refused` when the name can't be used in addresses, `slug-taken`.
 */
export async function createCampaign(
  deps: Pick<Deps, "database" | "now">,
  { account, actor, campaign }: { account: Account; actor: Actor; campaign: NewCampaign },
): Promise<void> {
  const { slug } = campaign;
  if (!isSlug(slug)) {
    throw new DomainError(
      "slug-refused",
      "The web address must be lower-case letters and digits, with single hyphens in between.",
    );
  }
  // Who begins it runs it, as long as nobody writes otherwise.
  const runner = (await findOrganisation(deps, account.organisation))?.name ?? "";
  const given = { ...campaign, runner };
  const by = { account: account.id, organisation: account.organisation, at: deps.now() };
  const draft = {
    _id: slug,
    campaign: slug,
    petition: null,
    organisation: account.organisation,
    state: "draft",
    revision: 0,
    files: Array.from(firstFiles(given, account, deps.now()), ([name, text]) => ({ name, text })),
    edited: by,
  } as const;
  const isTaken = (await deps.database.campaigns.exists({ _id: slug })) !== null;
  if (isTaken || !(await storeDraft(deps, draft, { actor, act: "campaign.create" }))) {
    throw new DomainError("slug-taken", `There is a campaign called "${slug}" already: choose another name.`);
  }
}

type Given = NewCampaign & { runner: string };

function firstFiles(given: Given, { organisation }: Account, now: Date): Map<string, string> {
  const today = new Date(now.toISOString().slice(0, 10));
  const petition = { id: "international", country: null, organisation: null, wording: "international" };
  return writeCatalogue({
    campaign: {
      slug: given.slug,
      organisation,
      state: "open",
      verification: "email",
      sharedMailbox: false,
      asksPostcode: false,
      timeZone: "UTC",
      opensAt: today,
      closesAt: null,
      closed: null,
      goals: [100, 1_000, 10_000, 100_000],
      languages: [given.language],
      colours: paletteOf("blue"),
      illustration: null,
      madeUp: false,
      petitions: [{ ...petition, version: 1, publishedAt: today }],
    },
    sources: { sources: [], claims: [] },
    texts: new Map([[given.language, firstTexts(given)]]),
    published: new Map(),
  });
}

function firstTexts(given: Given): TextsFile {
  const page: CampaignPage = {
    name: given.name,
    headline: "",
    ask: given.ask,
    first: "",
    why: [""],
    facts: [],
    runBy: [{ name: given.runner, text: "" }],
    handovers: [],
    citations: [],
  };
  const words = `${officeGap}\n\n${given.ask}`;
  return { page, offices: { international: given.office }, wordings: { international: words } };
}
