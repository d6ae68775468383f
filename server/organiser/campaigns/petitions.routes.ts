import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { addPetition } from "#campaigns/petitions/drafts/add-petition.ts";
import { findCampaignToJoin } from "#campaigns/petitions/drafts/ask-petition.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { orNothing } from "./join.routes.ts";
import { readOverview } from "./overview.ts";
import { inQuery, params } from "./params.ts";
import { overviewPage } from "./petitions.view.ts";

const addForm = Type.Object(
  { country: Type.String({ maxLength: 80 }), organisation: Type.String({ maxLength: 80 }) },
  { additionalProperties: false },
);

/** Which field a rule refers to. */
const refusedFields: Readonly<Partial<Record<string, "country" | "organisation">>> = {
  "country-refused": "country",
  "country-taken": "country",
  "organisation-refused": "organisation",
};

/** A campaign with its petitions: their progress, and the next steps. */
export async function petitionsRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const overview = consoleUrls.petitions(":campaign");

  pages.get(
    overview,
    { config: { policy: "petitions.read" }, schema: { params: params.campaign, querystring: inQuery } },
    async (request, reply) => {
      const account = accountOf(request);
      const { campaign } = request.params;
      const seen = await readOverview(deps, account, campaign).catch(orNothing);
      if (!seen) {
        // Their way in is the page that offers a petition.
        await findCampaignToJoin(deps, account, campaign);
        return redirect(reply, consoleUrls.campaign(campaign));
      }
      return sendConsolePage(
        reply,
        overviewPage(consoleBook(account.locale), account, seen, { done: request.query.done }),
      );
    },
  );

  pages.post(
    overview,
    { config: { policy: "petitions.edit" }, schema: { params: params.campaign, body: addForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const { campaign } = request.params;
      const petition = request.body;
      try {
        await addPetition(deps, { account, actor: actorOf(request), campaign, petition });
      } catch (error) {
        const code = error instanceof DomainError ? error.code : "";
        const field = refusedFields[code];
        if (!field) throw error;
        const book = consoleBook(account.locale);
        const seen = await readOverview(deps, account, campaign);
        const page = overviewPage(book, account, seen, {
          errors: { [field]: book.say(`campaigns.refused.${code}`) },
          sent: petition,
        });
        return sendConsolePage(reply, page, 422);
      }
      return redirect(reply, `${consoleUrls.petitions(campaign)}?done=add`);
    },
  );
}
