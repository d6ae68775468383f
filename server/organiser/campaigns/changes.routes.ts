import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { listChanges } from "#campaigns/petitions/drafts/compare-drafts.ts";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls, petitionIn } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { changesPage } from "./changes.view.ts";
import { draftName, draftProgress, languagesOf } from "./draft-progress.ts";
import { namePeople } from "./overview.ts";
import { params } from "./params.ts";
import { officesOfDraft } from "./petition-names.ts";

/** What a draft changes compared with what people see today: for the approver. */
export async function changesRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  pages.get(
    `${consoleUrls.draft(":campaign", ":petition")}/changes`,
    { config: { policy: "petitions.read" }, schema: { params: params.petition } },
    async (request, reply) => {
      const account = accountOf(request);
      const { campaign, petition } = request.params;
      const open = await openDraft(deps, { account, campaign, petition: petitionIn(petition) });
      const { problems } = await draftProgress(open, deps.now());
      const page = changesPage(consoleBook(account.locale), account, {
        draft: open.draft,
        offices: officesOfDraft(open, account.locale),
        name: draftName(open, account.locale),
        isMadeUp: open.live?.madeUp === true,
        languages: languagesOf(open),
        isFirst: open.live === null,
        changes: listChanges(open),
        problems,
        organisations: await listOrganisations(deps),
        people: await namePeople(deps, open.draft),
      });
      return sendConsolePage(reply, page);
    },
  );
}
