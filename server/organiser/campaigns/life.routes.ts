import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Account } from "#campaigns/access/account.ts";
import { mustReach, reaches } from "#campaigns/access/reach.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { askEnding } from "#campaigns/petitions/drafts/ask-ending.ts";
import { setPetitionGoal } from "#campaigns/petitions/drafts/set-petition-goal.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { endingRoutes } from "./ending.routes.ts";
import { lifePage, type SentLife } from "./life.view.ts";
import { nameAsker } from "./name-asker.ts";
import { inQuery, params } from "./params.ts";
import { readSchedule, scheduleErrors, sentOf } from "./schedule.ts";

const text = Type.String({ maxLength: 200 });
const goalForm = Type.Object({ goal: text }, { additionalProperties: false });
const datesForm = Type.Object({ opensAt: text, closesAt: text }, { additionalProperties: false });
const config = { policy: "campaigns.change" } as const;

/** A petition's own goal, dates, closing, reopening and archiving. */
export async function lifeRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.life(":campaign", ":petition");

  pages.get(
    path,
    { config, schema: { params: params.petition, querystring: inQuery } },
    async (request, reply) => {
      const account = accountOf(request);
      const found = await find(deps, account, request.params);
      const view = { ...found, sent: sentLife(found), errors: {}, done: request.query.done, now: deps.now() };
      return sendConsolePage(reply, lifePage(consoleBook(account.locale), account, view));
    },
  );

  pages.post(
    `${path}/goal`,
    { config, schema: { params: params.petition, body: goalForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const book = consoleBook(account.locale);
      const typed = request.body.goal.trim();
      const found = await find(deps, account, request.params);
      const goal = typed === "" ? null : Number(typed);
      if (goal !== null && (!Number.isSafeInteger(goal) || goal < 1)) {
        const errors = { goal: book.say("campaigns.life.goalWrong") };
        const view = { ...found, sent: { ...sentLife(found), goal: typed }, errors, now: deps.now() };
        return sendConsolePage(reply, lifePage(book, account, view), 422);
      }
      await setPetitionGoal(deps, { account, actor: actorOf(request), ...request.params, goal });
      return redirect(reply, `${urlOf(request.params)}?done=saved`);
    },
  );

  pages.post(
    path,
    { config, schema: { params: params.petition, body: datesForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const book = consoleBook(account.locale);
      const found = await find(deps, account, request.params);
      const { timeZone, goals } = found.campaign;
      const read = readSchedule({ ...request.body, timeZone, goals: goals.join(" ") });
      const errors = scheduleErrors(book, read, deps.now());
      if ("wrong" in read || Object.keys(errors).length > 0) {
        const sent = { ...sentLife(found), ...request.body };
        const view = { ...found, sent, errors, now: deps.now() };
        return sendConsolePage(reply, lifePage(book, account, view), 422);
      }
      const { goals: _, ...dates } = read;
      const acting = { account, actor: actorOf(request), ...request.params };
      await askEnding(deps, acting, { move: "dates", dates, note: "" });
      return redirect(reply, `${urlOf(request.params)}?done=asked`);
    },
  );
  endingRoutes(app, deps, { at: consoleUrls.life, page: consoleUrls.life });
}

type Named = { campaign: string; petition: string };
type Found = { campaign: Campaign; petition: Petition; asker: string };

function urlOf({ campaign, petition }: Named): string {
  return consoleUrls.life(campaign, petition);
}

/** A petition of a campaign that an account may change: its owner, or who runs the campaign. */
async function find(deps: Deps, account: Account, { campaign: slug, petition: id }: Named): Promise<Found> {
  forgetCampaigns(deps);
  const campaign = await findCampaign(deps, slug);
  const petition = campaign?.petitions.find((each) => each.id === id);
  if (!campaign || !petition) throw notFound();
  if (!reaches(account, petition.organisation)) mustReach(account, campaign.organisation);
  return { campaign, petition, asker: await nameAsker(deps, petition) };
}

function sentLife({ campaign, petition }: Found): SentLife {
  const { timeZone } = campaign;
  const opensAt = petition.opensAt ?? campaign.opensAt;
  const sent = sentOf({ goals: [], timeZone, opensAt, closesAt: petition.closesAt ?? null });
  return { goal: petition.goal ? String(petition.goal) : "", opensAt: sent.opensAt, closesAt: sent.closesAt };
}
