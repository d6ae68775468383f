import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { mustReach } from "#campaigns/access/reach.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { askEnding } from "#campaigns/petitions/drafts/ask-ending.ts";
import { moveGoals, type Schedule } from "#campaigns/petitions/drafts/change-campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { DomainError, notFound } from "#campaigns/platform/errors.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { endingRoutes } from "./ending.routes.ts";
import { nameAsker } from "./name-asker.ts";
import { findTheirs, keepField, withTheirs } from "./overtaken.view.ts";
import { inQuery, params } from "./params.ts";
import {
  askedErrors,
  hasOtherDates,
  markOfSchedule,
  readSchedule,
  scheduleErrors,
  sentOf,
  tidySchedule,
} from "./schedule.ts";
import { schedulePage } from "./schedule.view.ts";

const text = Type.String({ maxLength: 2_000 });
const scheduleForm = Type.Object(
  { goals: text, timeZone: text, opensAt: text, closesAt: text, was: text, keep: keepField },
  { additionalProperties: false },
);
const config = { policy: "campaigns.change" } as const;

/** Goals, dates, and the end of a campaign. */
export async function scheduleRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.schedule(":campaign");

  pages.get(
    path,
    { config, schema: { params: params.campaign, querystring: inQuery } },
    async (request, reply) => {
      const account = accountOf(request);
      const campaign = await find(deps, request, request.params.campaign);
      const asker = await nameAsker(deps, campaign);
      const view = { campaign, asker, sent: sentOf(campaign), errors: {}, done: request.query.done };
      return sendConsolePage(reply, schedulePage(consoleBook(account.locale), account, view));
    },
  );

  pages.post(
    path,
    { config, schema: { params: params.campaign, body: scheduleForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const book = consoleBook(account.locale);
      const { was, keep, ...typed } = request.body;
      const campaign = await find(deps, request, request.params.campaign);
      const sent = withTheirs(typed, sentOf(campaign), keep);
      const asker = await nameAsker(deps, campaign);
      const saved = () => redirect(reply, `${consoleUrls.schedule(campaign.slug)}?done=saved`);
      const overtaken = (standing: Campaign) => {
        const theirs = findTheirs(tidySchedule(sent), sentOf(standing));
        if (!theirs) return saved();
        const page = schedulePage(book, account, { campaign: standing, asker, sent, errors: {}, theirs });
        return sendConsolePage(reply, page, 409);
      };
      if (was !== markOfSchedule(campaign)) return overtaken(campaign);
      const read = readSchedule(sent);
      const errors = { ...scheduleErrors(book, read, deps.now()), ...askedErrors(book, read, campaign) };
      if ("wrong" in read || Object.keys(errors).length > 0)
        return sendConsolePage(reply, schedulePage(book, account, { campaign, asker, sent, errors }), 422);
      const by = { account, actor: actorOf(request), campaign: campaign.slug };
      try {
        const what = await change(deps, by, campaign, read);
        return redirect(reply, `${consoleUrls.schedule(campaign.slug)}?done=${what}`);
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== "draft-changed") throw error;
        return overtaken(await find(deps, request, campaign.slug));
      }
    },
  );
  endingRoutes(app, deps, { at: consoleUrls.campaign, page: consoleUrls.schedule });
}

/** Goals change at once; other dates end or begin signing, and are asked for. */
async function change(
  deps: Deps,
  by: Omit<Parameters<typeof askEnding>[1], "petition">,
  campaign: Campaign,
  { goals, ...dates }: Schedule,
): Promise<"saved" | "asked"> {
  await moveGoals(deps, { ...by, was: campaign, goals });
  if (!hasOtherDates(campaign, dates)) return "saved";
  await askEnding(deps, { ...by, petition: null }, { move: "dates", dates, note: "" });
  return "asked";
}

async function find(deps: Deps, request: FastifyRequest, slug: string): Promise<Campaign> {
  forgetCampaigns(deps);
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw notFound();
  mustReach(accountOf(request), campaign.organisation);
  return campaign;
}
