import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { mustReach, reaches } from "#campaigns/access/reach.ts";
import { type CheckedPart, checkedParts, checkPart } from "#campaigns/handovers/check-part.ts";
import { enterPart } from "#campaigns/handovers/enter-part.ts";
import { listHandovers } from "#campaigns/handovers/list-handovers.ts";
import { noteCopy } from "#campaigns/handovers/note-copy.ts";
import { recordHandover } from "#campaigns/handovers/record-handover.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { params } from "../campaigns/params.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { handoversPage, type RefusedForm } from "./handovers.view.ts";
import { isGiven, readCertificate, readRecord } from "./read-forms.ts";

const line = Type.String({ maxLength: 500, default: "" });
const closed = { additionalProperties: false } as const;
const recordForm = Type.Object(
  {
    ...{ petition: line, person: line, office: line, place: line, day: line, handedBy: line },
    ...{ bundle: line, replyDue: line, note: line },
  },
  closed,
);
const certificateForm = Type.Object(
  { authority: line, valid: line, of: line, reference: line, day: line },
  closed,
);
const replyForm = Type.Object({ text: Type.String({ maxLength: 20_000 }), day: line, source: line }, closed);
const copyForm = Type.Object({ copy: line, holder: line, place: line, day: line, receipt: line }, closed);
const checkForm = Type.Object(
  { part: Type.Unsafe<CheckedPart>(Type.String({ enum: [...checkedParts] })) },
  closed,
);
const one = Type.Object({
  ...params.campaign.properties,
  handover: Type.String({ pattern: "^[0-9a-f]{24}$" }),
});
const config = { policy: "campaigns.change" } as const;
type Named = { campaign: string; handover: string };

/** Handovers: recorded, completed and checked, each by two. */
export async function handoversRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.handovers(":campaign");
  const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 10 })) });

  pages.get(
    path,
    { config: { policy: "petitions.read" }, schema: { params: params.campaign, querystring } },
    async (request, reply) => show(deps, request, reply, { done: request.query.done }),
  );

  pages.post(
    path,
    { config, schema: { params: params.campaign, body: recordForm } },
    async (request, reply) => {
      const { petition, ...typed } = request.body;
      const facts = readRecord(typed, deps.now());
      if (!facts) return show(deps, request, reply, { refused: { form: "record", fields: request.body } });
      const by = { account: accountOf(request), actor: actorOf(request), campaign: request.params.campaign };
      await recordHandover(deps, { ...by, petition: petition === "" ? null : petition, facts });
      return stored(reply, request.params);
    },
  );
  partRoutes(app, deps);
}

/** What is added to a handover, and its checking. */
function partRoutes(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const at = consoleUrls.handover(":campaign", ":handover");
  const acting = (request: FastifyRequest<{ Params: Named }>) => ({
    ...{ account: accountOf(request), actor: actorOf(request), ...request.params },
  });

  pages.post(
    `${at}/certificate`,
    { config, schema: { params: one, body: certificateForm } },
    async (request, reply) => {
      const certificate = readCertificate(request.body, deps.now());
      if (!certificate) return show(deps, request, reply, { refused: refusedPart("certificate", request) });
      await enterPart(deps, acting(request), { certificate });
      return stored(reply, request.params);
    },
  );
  pages.post(`${at}/reply`, { config, schema: { params: one, body: replyForm } }, async (request, reply) => {
    if (!isGiven(request.body, deps.now()))
      return show(deps, request, reply, { refused: refusedPart("reply", request) });
    await enterPart(deps, acting(request), { reply: request.body });
    return stored(reply, request.params);
  });
  pages.post(`${at}/copy`, { config, schema: { params: one, body: copyForm } }, async (request, reply) => {
    if (!isGiven(request.body, deps.now()))
      return show(deps, request, reply, { refused: refusedPart("copy", request) });
    await noteCopy(deps, acting(request), request.body);
    return stored(reply, request.params);
  });
  pages.post(`${at}/check`, { config, schema: { params: one, body: checkForm } }, async (request, reply) => {
    await checkPart(deps, acting(request), request.body.part);
    return stored(reply, request.params);
  });
}

function refusedPart(
  act: "certificate" | "reply" | "copy",
  { params: { handover }, body }: { params: Named; body: RefusedForm["fields"] },
): RefusedForm {
  return { form: `${act}-${handover}`, fields: body };
}

function stored(reply: FastifyReply, { campaign }: { campaign: string }): FastifyReply {
  return redirect(reply, `${consoleUrls.handovers(campaign)}?done=done`);
}

async function show(
  deps: Deps,
  request: FastifyRequest<{ Params: { campaign: string } }>,
  reply: FastifyReply,
  { done, refused }: { done?: string | undefined; refused?: RefusedForm },
): Promise<FastifyReply> {
  const account = accountOf(request);
  const campaign = await find(deps, request, request.params.campaign);
  const handovers = await listHandovers(deps, account, campaign);
  const page = handoversPage(consoleBook(account.locale), account, { campaign, handovers, done, refused });
  return sendConsolePage(reply, page, refused ? 422 : 200);
}

/** A campaign in which an account has something. */
async function find(deps: Deps, request: FastifyRequest, slug: string): Promise<Campaign> {
  const account = accountOf(request);
  const campaign = await findCampaign(deps, slug);
  if (!campaign) throw notFound();
  if (!campaign.petitions.some(({ organisation }) => reaches(account, organisation)))
    mustReach(account, campaign.organisation);
  return campaign;
}
