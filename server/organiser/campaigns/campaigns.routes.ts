import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { type Static, Type } from "typebox";
import type { Account } from "#campaigns/access/account.ts";
import { reaches } from "#campaigns/access/reach.ts";
import type { Deps } from "#campaigns/open.ts";
import { findOrganisation } from "#campaigns/organisations/find-organisation.ts";
import { createCampaign } from "#campaigns/petitions/drafts/create-campaign.ts";
import type { Draft } from "#campaigns/petitions/drafts/draft.model.ts";
import { ownFiles } from "#campaigns/petitions/drafts/draft-files.ts";
import { stageOf } from "#campaigns/petitions/drafts/draft-states.ts";
import { suggestSlug } from "#campaigns/petitions/drafts/suggest-slug.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { isLocale } from "#campaigns/platform/languages/languages.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { campaignsPage, type ListedCampaign, newPage } from "./campaigns.view.ts";
import { draftName } from "./draft-progress.ts";

const text = Type.String({ maxLength: 2_000 });
const newForm = Type.Object(
  {
    name: text,
    slug: text,
    ask: text,
    office: text,
    language: Type.String({ maxLength: 11 }),
  },
  { additionalProperties: false },
);

/** Maximum lengths; the loader enforces the same. */
const longest = { name: 160, ask: 300, office: 160 } as const;

/** The list of campaigns, and creating a new one. */
export async function campaignsListRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.get(consoleUrls.campaigns, { config: { policy: "petitions.read" } }, async (request, reply) => {
    const account = accountOf(request);
    return sendConsolePage(
      reply,
      campaignsPage(consoleBook(account.locale), account, {
        campaigns: await listed(deps, account),
        toJoin: await listToJoin(deps, account),
      }),
    );
  });

  pages.get(consoleUrls.newCampaign, { config: { policy: "petitions.edit" } }, async (request, reply) => {
    const account = accountOf(request);
    const empty = { name: "", slug: "", ask: "", office: "", language: account.locale };
    return sendConsolePage(reply, newPage(consoleBook(account.locale), account, empty, {}));
  });

  pages.post(
    consoleUrls.newCampaign,
    { config: { policy: "petitions.edit" }, schema: { body: newForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const book = consoleBook(account.locale);
      const sent = request.body;
      const returnForm = (errors: FieldErrors) =>
        sendConsolePage(reply, newPage(book, account, sent, errors), 422);
      const mistakes = findMistakes(sent, (field) => ({
        missing: book.say("campaigns.field.required", { label: book.say(`campaigns.field.${field}`) }),
        tooLong: book.say("campaigns.edit.tooLong", {
          what: book.say(`campaigns.field.${field}`),
          longest: longest[field],
        }),
      }));
      const errors = isLocale(sent.language)
        ? mistakes
        : { ...mistakes, language: book.say("campaigns.field.noLanguage") };
      if (Object.keys(errors).length > 0) return returnForm(errors);
      try {
        const slug = await create(deps, { account, actor: actorOf(request), campaign: trimmed(sent) });
        return redirect(reply, consoleUrls.edit(slug, null, sent.language));
      } catch (error) {
        if (error instanceof DomainError && error.code.startsWith("slug-"))
          return returnForm({ slug: book.say(`campaigns.refused.${error.code}`) });
        throw error;
      }
    },
  );
}

function trimmed(sent: Static<typeof newForm>): Static<typeof newForm> {
  const { name, slug, ask, office, language } = sent;
  return { name: name.trim(), slug: slug.trim(), ask: ask.trim(), office: office.trim(), language };
}

/** How many web addresses are tried for a campaign that names none. */
const mostTries = 50;

/** Creates a campaign, at an address made from its name when it names none. */
async function create(deps: Deps, given: Parameters<typeof createCampaign>[1]): Promise<string> {
  const { campaign } = given;
  const suggested = suggestSlug(campaign.name);
  for (let turn = 1; ; turn += 1) {
    const slug = campaign.slug || (turn === 1 ? suggested : `${suggested}-${turn}`);
    try {
      await createCampaign(deps, { ...given, campaign: { ...campaign, slug } });
      return slug;
    } catch (error) {
      const isTaken = error instanceof DomainError && error.code === "slug-taken";
      if (!isTaken || campaign.slug !== "" || turn === mostTries) throw error;
    }
  }
}

type Field = keyof typeof longest;

function findMistakes(
  sent: Static<typeof newForm>,
  say: (field: Field) => { missing: string; tooLong: string },
): FieldErrors {
  const fields: readonly Field[] = ["name", "ask", "office"];
  const wrong = fields.flatMap((field) => {
    const given = sent[field].trim();
    if (given === "") return [[field, say(field).missing] as const];
    return given.length > longest[field] ? [[field, say(field).tooLong] as const] : [];
  });
  return Object.fromEntries(wrong);
}

/** Campaigns of others that take signatures, in which an account's organisation has no petition. */
async function listToJoin(deps: Deps, account: Account): Promise<{ slug: string; name: string }[]> {
  const now = deps.now();
  return (await listCampaigns(deps))
    .filter((campaign) => stageOf(campaign, "published", now) === "open")
    .filter(({ organisation, petitions }) =>
      [{ organisation }, ...petitions].every((each) => !reaches(account, each.organisation)),
    )
    .map((campaign) => ({ slug: campaign.slug, name: campaignName(campaign, account.locale) }));
}

/** Campaigns that concern an account: its organisation's, those with one of its petitions, and its drafts. */
async function listed(deps: Deps, account: Account): Promise<ListedCampaign[]> {
  const campaigns = await listCampaigns(deps);
  const drafts = await deps.database.drafts.find({ petition: null }).lean<Draft[]>();
  const draftOf = new Map(drafts.map((draft) => [draft.campaign, draft]));
  const live = campaigns.filter(
    ({ organisation, petitions }) =>
      reaches(account, organisation) || petitions.some((petition) => reaches(account, petition.organisation)),
  );
  const begun = drafts.filter(
    ({ campaign, organisation }) =>
      reaches(account, organisation) && !campaigns.some(({ slug }) => slug === campaign),
  );
  const now = deps.now();
  const rows = [
    ...live.map((campaign) => ({
      slug: campaign.slug,
      name: campaignName(campaign, account.locale),
      stage: stageOf(campaign, "published", now),
      inWork: draftOf.get(campaign.slug)?.state ?? "published",
      organisation: campaign.organisation,
    })),
    ...begun.map((draft) => ({
      slug: draft.campaign,
      name: draftName({ draft, own: ownFiles(draft) }, account.locale),
      stage: stageOf(null, draft.state, now),
      inWork: draft.state,
      organisation: draft.organisation,
    })),
  ];
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      organisation: (await findOrganisation(deps, row.organisation))?.name ?? row.organisation,
    })),
  );
}
