import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { mustReach } from "#campaigns/accounts/reach.ts";
import type { Deps } from "#campaigns/deps.ts";
import { DomainError } from "#campaigns/errors.ts";
import { type Campaign, type ClosingReason, closingReasons } from "#campaigns/petitions/campaign.ts";
import { changeCampaign, moveSchedule } from "#campaigns/petitions/drafts/change-campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { emptyForm } from "#server/public/page/empty-form.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleBook } from "../frame/console-book.ts";
import { leadOn, sendConsolePage } from "../frame/send-console-page.ts";
import { inQuery, params, places } from "./params.ts";
import { markOfSchedule, readSchedule, scheduleErrors, sentOf } from "./schedule.ts";
import { schedulePage } from "./schedule.view.ts";

const text = Type.String({ maxLength: 2_000 });
const scheduleForm = Type.Object(
  { goals: text, opensAt: text, closesAt: text, was: text },
  { additionalProperties: false },
);
const closeForm = Type.Object(
  { reason: Type.Unsafe<ClosingReason>(Type.String({ enum: [...closingReasons] })) },
  { additionalProperties: false },
);
const config = { policy: "campaigns.change" } as const;

/** Goals, days, and the end of a campaign. */
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
      const campaign = await find(deps, request, request.params.campaign);
      const read = readSchedule(request.body);
      const errors = scheduleErrors(book, read, deps.now());
      if ("wrong" in read || Object.keys(errors).length > 0) {
        return sendConsolePage(
          reply,
          schedulePage(book, account, { campaign, sent: request.body, errors }),
          422,
        );
      }
      if (request.body.was !== markOfSchedule(campaign)) {
        throw new DomainError("draft-changed", "Somebody moved goals or days meanwhile: look at them again.");
      }
      const { slug, goals, opensAt, closesAt } = campaign;
      const was = { goals, opensAt, closesAt };
      await moveSchedule(deps, { account, actor: actorOf(request), campaign: slug, was, now: read });
      return leadOn(reply, `${places.schedule(slug)}?done=saved`);
    },
  );
  closingRoutes(app, deps);
}

/** Close, open again, archive. */
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
        return leadOn(reply, `${places.schedule(campaign)}?done=${move}`);
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
