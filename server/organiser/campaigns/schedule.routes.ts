import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { mustReach } from "#campaigns/access/reach.ts";
import { nameAccounts } from "#campaigns/accounts/name-accounts.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { type Campaign, type ClosingReason, closingReasons } from "#campaigns/petitions/campaign.ts";
import { approveEnding, askEnding, dropEnding } from "#campaigns/petitions/drafts/ask-ending.ts";
import { moveGoals, type Schedule } from "#campaigns/petitions/drafts/change-campaign.ts";
import { findCampaign, forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { DomainError, notFound } from "#campaigns/platform/errors.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { findTheirs, keepField, withTheirs } from "./overtaken.view.ts";
import { namedStamp } from "./overview.ts";
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
const note = Type.String({ maxLength: 500 });
const closeForm = Type.Object(
  {
    reason: Type.Unsafe<ClosingReason>(Type.String({ enum: [...closingReasons] })),
    note: Type.Optional(note),
  },
  { additionalProperties: false },
);
const reopenForm = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) },
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
  closingRoutes(app, deps);
}

/** Goals change at once; other dates end or begin signing, and are asked for. */
async function change(
  deps: Deps,
  by: Parameters<typeof askEnding>[1],
  campaign: Campaign,
  { goals, ...dates }: Schedule,
): Promise<"saved" | "asked"> {
  await moveGoals(deps, { ...by, was: campaign, goals });
  if (!hasOtherDates(campaign, dates)) return "saved";
  await askEnding(deps, by, { move: "dates", dates, note: "" });
  return "asked";
}

/** Closing, reopening and archiving, which take two people, as other dates do. */
function closingRoutes(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const at = consoleUrls.campaign(":campaign");
  const acting = (request: FastifyRequest<{ Params: { campaign: string } }>) => ({
    ...{ account: accountOf(request), actor: actorOf(request), campaign: request.params.campaign },
  });
  const done = (reply: FastifyReply, campaign: string, what: string) =>
    redirect(reply, `${consoleUrls.schedule(campaign)}?done=${what}`);

  pages.post(
    `${at}/close`,
    { config, schema: { params: params.campaign, body: closeForm } },
    async (request, reply) => {
      const { reason, note = "" } = request.body;
      await askEnding(deps, acting(request), { move: "close", reason, note: note.trim() });
      return done(reply, request.params.campaign, "asked");
    },
  );
  pages.post(
    `${at}/reopen`,
    { config, schema: { params: params.campaign, body: reopenForm } },
    async (request, reply) => {
      await askEnding(deps, acting(request), { move: "reopen", note: request.body.note.trim() });
      return done(reply, request.params.campaign, "asked");
    },
  );
  const bare = { config, schema: { params: params.campaign, body: emptyForm } };
  pages.post(`${at}/ending/approve`, bare, async (request, reply) => {
    const { move } = await approveEnding(deps, acting(request));
    return done(reply, request.params.campaign, move);
  });
  pages.post(`${at}/ending/drop`, bare, async (request, reply) => {
    await dropEnding(deps, acting(request));
    return done(reply, request.params.campaign, "dropped");
  });
  pages.post(`${at}/archive`, bare, async (request, reply) => {
    await askEnding(deps, acting(request), { move: "archive", note: "" });
    return done(reply, request.params.campaign, "asked");
  });
}

/** Who asked for what waits for a second person: a name, and the organisation. */
async function nameAsker(deps: Deps, { asked }: Campaign): Promise<string> {
  if (!asked) return "";
  const [people, organisations] = await Promise.all([
    nameAccounts(deps, [asked.by]),
    listOrganisations(deps),
  ]);
  return namedStamp({ ...asked, account: asked.by }, { organisations, people }).organisation;
}

async function find(deps: Deps, request: FastifyRequest, slug: string): Promise<Campaign> {
  forgetCampaigns(deps);
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw notFound();
  mustReach(accountOf(request), campaign.organisation);
  return campaign;
}
