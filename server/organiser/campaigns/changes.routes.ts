import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { findChanges } from "#campaigns/petitions/drafts/compare-drafts.ts";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls, petitionIn } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { changesPage } from "./changes.view.ts";
import { draftName, draftProgress, languagesOf } from "./draft-progress.ts";
import { namePeople } from "./overview.ts";
import { params } from "./params.ts";

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
      const { live } = open;
      const { problems } = await draftProgress(open, deps.now());
      const languages = languagesOf(open);
      const page = changesPage(consoleBook(account.locale), account, {
        draft: open.draft,
        name: draftName(open, account.locale),
        isMadeUp: live?.madeUp === true,
        languages,
        changes:
          live &&
          [...languages, "sources" as const]
            .map((part) => ({ part, changes: findChanges({ ...open, live }, part) }))
            .filter(({ changes }) => changes.length > 0),
        problems,
        organisations: await listOrganisations(deps),
        people: await namePeople(deps, open.draft),
      });
      return sendConsolePage(reply, page);
    },
  );
}
