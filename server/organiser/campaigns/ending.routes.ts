import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { type ClosingReason, closingReasons } from "#campaigns/petitions/campaign.ts";
import { approveEnding, askEnding, dropEnding } from "#campaigns/petitions/drafts/ask-ending.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { redirect } from "../frame/send-console-page.ts";
import { params } from "./params.ts";

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
type Named = Static<typeof params.subject>;

/** Where the acts are, and the page that they lead back to; without a petition, those of the campaign. */
type Places = {
  at: (campaign: string, petition: string) => string;
  page: (campaign: string, petition: string) => string;
};

/** Closing, reopening and archiving, which take two people, as other dates do: of a campaign, or of a petition. */
export function endingRoutes(app: FastifyInstance, deps: Deps, { at: urlOf, page }: Places): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const at = urlOf(":campaign", ":petition");
  const acting = (request: FastifyRequest<{ Params: Named }>) => {
    const { campaign, petition = null } = request.params;
    return { account: accountOf(request), actor: actorOf(request), campaign, petition };
  };
  const done = (reply: FastifyReply, { campaign, petition = "" }: Named, what: string) =>
    redirect(reply, `${page(campaign, petition)}?done=${what}`);

  pages.post(
    `${at}/close`,
    { config, schema: { params: params.subject, body: closeForm } },
    async (request, reply) => {
      const { reason, note = "" } = request.body;
      await askEnding(deps, acting(request), { move: "close", reason, note: note.trim() });
      return done(reply, request.params, "asked");
    },
  );
  pages.post(
    `${at}/reopen`,
    { config, schema: { params: params.subject, body: reopenForm } },
    async (request, reply) => {
      await askEnding(deps, acting(request), { move: "reopen", note: request.body.note.trim() });
      return done(reply, request.params, "asked");
    },
  );
  const bare = { config, schema: { params: params.subject, body: emptyForm } };
  pages.post(`${at}/ending/approve`, bare, async (request, reply) => {
    const { move } = await approveEnding(deps, acting(request));
    return done(reply, request.params, move);
  });
  pages.post(`${at}/ending/drop`, bare, async (request, reply) => {
    await dropEnding(deps, acting(request));
    return done(reply, request.params, "dropped");
  });
  pages.post(`${at}/archive`, bare, async (request, reply) => {
    await askEnding(deps, acting(request), { move: "archive", note: "" });
    return done(reply, request.params, "asked");
  });
}
