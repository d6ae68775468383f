import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { reaches } from "#campaigns/access/reach.ts";
import type { Deps } from "#campaigns/open.ts";
import { findOrganisation } from "#campaigns/organisations/find-organisation.ts";
import { askPetition, findCampaignToJoin } from "#campaigns/petitions/drafts/ask-petition.ts";
import { agreeToPetition, declinePetition } from "#campaigns/petitions/drafts/decide-petition.ts";
import { wishKey } from "#campaigns/petitions/drafts/petition-wish.model.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { nothingHere } from "../problem.view.ts";
import { joinPage } from "./join.view.ts";
import { params } from "./params.ts";

const joinForm = Type.Object(
  { country: Type.String({ maxLength: 80 }), note: Type.String({ maxLength: 500 }) },
  { additionalProperties: false },
);
const config = { policy: "petitions.edit" } as const;

/** Petitions that an organisation asks for in a campaign that others run. */
export async function joinRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  pages.post(
    consoleUrls.join(":campaign"),
    { config, schema: { params: params.campaign, body: joinForm } },
    async (request, reply) => {
      const by = { account: accountOf(request), actor: actorOf(request) };
      const { campaign } = request.params;
      const { country, note } = request.body;
      try {
        await askPetition(deps, by, { campaign, country, note: note.trim() });
      } catch (error) {
        if (!(error instanceof DomainError) || !error.code.startsWith("country-")) throw error;
        const wrong = consoleBook(by.account.locale).say(`campaigns.refused.${error.code}`);
        const state = { sent: request.body, errors: { country: wrong } };
        return (await showJoining(deps, request, reply, campaign, state)) ?? nothingHere();
      }
      return redirect(reply, consoleUrls.campaign(campaign));
    },
  );

  const one = `${consoleUrls.wishes(":campaign")}/:organisation`;
  const schema = {
    params: Type.Object({
      ...params.campaign.properties,
      organisation: Type.String({ minLength: 1, maxLength: 80 }),
    }),
    body: emptyForm,
  };
  for (const [act, decide] of [
    ["agree", agreeToPetition],
    ["decline", declinePetition],
  ] as const) {
    pages.post(`${one}/${act}`, { config, schema }, async (request, reply) => {
      await decide(deps, { ...request.params, account: accountOf(request), actor: actorOf(request) });
      return redirect(reply, `${consoleUrls.petitions(request.params.campaign)}?done=${act}`);
    });
  }
}

/**
 * Answers for a campaign in which an account has no petition: with its texts when they are theirs, else with the page
 * that offers one; undefined when there is no such campaign for them.
 */
export async function showJoining(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
  state: { sent?: { country: string; note: string }; errors?: FieldErrors } = {},
): Promise<FastifyReply | undefined> {
  const account = accountOf(request);
  const found = await findCampaign(deps, slug);
  // A wrong filter is no reason to lead anybody elsewhere.
  if (found?.petitions.some(({ organisation }) => reaches(account, organisation))) return undefined;
  if (found && reaches(account, found.organisation)) return redirect(reply, consoleUrls.petitions(slug));
  const campaign = await findCampaignToJoin(deps, account, slug).catch(orNothing);
  if (!campaign) return undefined;
  const { organisation } = account;
  if (await deps.database.drafts.exists({ campaign: slug, organisation }))
    return redirect(reply, consoleUrls.petitions(slug));
  const [own, asked] = await Promise.all([
    findOrganisation(deps, organisation),
    deps.database.petitionWishes.findOne({ _id: wishKey(slug, organisation) }),
  ]);
  const names = { own: own?.name ?? organisation, asked: asked ?? undefined };
  const page = joinPage(consoleBook(account.locale), account, { campaign, ...names, ...state });
  return sendConsolePage(reply, page, state.errors ? 422 : 200);
}

/** What is not found is nothing; another failure stays one. */
export function orNothing(error: unknown): undefined {
  if (error instanceof DomainError && error.code === "not-found") return undefined;
  throw error;
}
