import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { mustReach } from "#campaigns/access/reach.ts";
import type { Deps } from "#campaigns/open.ts";
import { type Campaign, type ClosingReason, closingReasons } from "#campaigns/petitions/campaign.ts";
import { changeCampaign, moveSchedule } from "#campaigns/petitions/drafts/change-campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { findTheirs, keepField, withTheirs } from "./overtaken.view.ts";
import { inQuery, params, urls } from "./params.ts";
import { markOfSchedule, readSchedule, scheduleErrors, sentOf, tidySchedule } from "./schedule.ts";
import { schedulePage } from "./schedule.view.ts";

const text = Type.String({ maxLength: 2_000 });
const scheduleForm = Type.Object(
  { goals: text, timeZone: text, opensAt: text, closesAt: text, was: text, keep: keepField },
  { additionalProperties: false },
);
const closeForm = Type.Object(
  { reason: Type.Unsafe<ClosingReason>(Type.String({ enum: [...closingReasons] })) },
  { additionalProperties: false },
);
const config = { policy: "campaigns.change" } as const;

/** Goals, dates, and the end of a campaign. */
export async function scheduleRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = "/organiser/c/:campaign/schedule";

  pages.get(
    path,
    { config, schema: { params: params.campaign, querystring: inQuery } },
    async (request, reply) => {
      const account = accountOf(request);
      const campaign = await find(deps, request, request.params.campaign);
      const view = { campaign, sent: sentOf(campaign), errors: {}, done: request.query.done };
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
      const saved = () => redirect(reply, `${urls.schedule(campaign.slug)}?done=saved`);
      const overtaken = (standing: Campaign) => {
        const theirs = findTheirs(tidySchedule(sent), sentOf(standing));
        if (!theirs) return saved();
        const page = schedulePage(book, account, { campaign: standing, sent, errors: {}, theirs });
        return sendConsolePage(reply, page, 409);
      };
      if (was !== markOfSchedule(campaign)) return overtaken(campaign);
      const read = readSchedule(sent);
      const errors = scheduleErrors(book, read, deps.now());
      if ("wrong" in read || Object.keys(errors).length > 0)
        return sendConsolePage(reply, schedulePage(book, account, { campaign, sent, errors }), 422);
      const { slug, goals, timeZone, opensAt, closesAt } = campaign;
      const move = { campaign: slug, was: { goals, timeZone, opensAt, closesAt }, now: read };
      try {
        await moveSchedule(deps, { account, actor: actorOf(request), ...move });
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== "draft-changed") throw error;
        return overtaken(await find(deps, request, slug));
      }
      return saved();
    },
  );
  closingRoutes(app, deps);
}

/** Closing, reopening, archiving. */
function closingRoutes(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  for (const move of ["close", "reopen", "archive"] as const) {
    pages.post(
      `/organiser/c/:campaign/${move}`,
      { config, schema: { params: params.campaign, body: move === "close" ? closeForm : emptyForm } },
      async (request, reply) => {
        const { campaign } = request.params;
        const reason = move === "close" ? readReason(request.body) : {};
        await changeCampaign(deps, {
          account: accountOf(request),
          actor: actorOf(request),
          campaign,
          move,
          ...reason,
        });
        return redirect(reply, `${urls.schedule(campaign)}?done=${move}`);
      },
    );
  }
}

function readReason(body: unknown): { reason?: ClosingReason } {
  const sent: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "reason") : undefined;
  const reason = closingReasons.find((each) => each === sent);
  return reason ? { reason } : {};
}

async function find(deps: Deps, request: FastifyRequest, slug: string): Promise<Campaign> {
  forgetCampaigns(deps);
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw new DomainError("not-found", "There is nothing at this address.");
  mustReach(accountOf(request), campaign.organisation);
  return campaign;
}
