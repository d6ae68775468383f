import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { checkWords } from "#campaigns/petitions/drafts/check-draft.ts";
import { discardDraft } from "#campaigns/petitions/drafts/discard-draft.ts";
import { moveDraft } from "#campaigns/petitions/drafts/move-draft.ts";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { publishDraft } from "#campaigns/petitions/drafts/publish-draft.ts";
import { signSameMeaning } from "#campaigns/petitions/drafts/same-meaning.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { toProblem } from "../../plugins/problems.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls, petitionIn } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { readOverview } from "./overview.ts";
import { params } from "./params.ts";
import { overviewPage } from "./petitions.view.ts";

/** Conflicts that may occur, explained on the campaign's page. */
const troubles = ["draft-changed", "second-person", "catalogue-refused"] as const;

const moveForm = Type.Object(
  {
    revision: Type.String({ pattern: "^[0-9]{1,9}$" }),
    note: Type.Optional(Type.String({ maxLength: 4_000 })),
  },
  { additionalProperties: false },
);

const path = consoleUrls.draft(":campaign", ":petition");

/** What can be done with a draft: submit, approve, request changes, publish. */
export async function draftActsRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  /** Performs one act; if it is not possible, shows the campaign's current state and the reason. */
  const act = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { campaign, what, note }: { campaign: string; what: string; note?: string | undefined },
    doIt: () => Promise<unknown>,
  ) => {
    try {
      await doIt();
    } catch (error) {
      const code = error instanceof DomainError ? troubles.find((each) => each === error.code) : undefined;
      if (!code) throw error;
      const account = accountOf(request);
      const book = consoleBook(account.locale);
      const seen = await readOverview(deps, account, campaign);
      const trouble = book.say(`campaigns.trouble.${code}`);
      return sendConsolePage(
        reply,
        overviewPage(book, account, seen, { trouble, note }),
        toProblem(error).status,
      );
    }
    return redirect(reply, `${consoleUrls.petitions(campaign)}?done=${what}`);
  };

  for (const move of ["submit", "approve", "give-back"] as const) {
    pages.post(
      `${path}/${move}`,
      {
        config: { policy: move === "submit" ? "petitions.edit" : "petitions.approve" },
        schema: { params: params.petition, body: moveForm },
      },
      async (request, reply) => {
        const { campaign, petition } = request.params;
        const ref = { account: accountOf(request), campaign, petition: petitionIn(petition) };
        const given = { move, revision: Number(request.body.revision), note: request.body.note?.trim() };
        return act(request, reply, { campaign, what: move, note: given.note }, () =>
          moveDraft(deps, { ...ref, ...given, actor: actorOf(request) }),
        );
      },
    );
  }

  pages.post(
    `${path}/publish`,
    { config: { policy: "petitions.approve" }, schema: { params: params.petition, body: moveForm } },
    async (request, reply) => {
      const { campaign, petition } = request.params;
      const ref = { account: accountOf(request), campaign, petition: petitionIn(petition) };
      return act(request, reply, { campaign, what: "publish" }, () =>
        publishDraft(deps, { ...ref, actor: actorOf(request) }),
      );
    },
  );
  discardRoute(app, deps);
  sameMeaningRoute(app, deps);
}

/** Signing that a language whose words stay still says the same as those that change. */
function sameMeaningRoute(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const body = Type.Object(
    { ...moveForm.properties, of: Type.String({ maxLength: 40 }), language: Type.String({ maxLength: 11 }) },
    { additionalProperties: false },
  );
  pages.post(
    `${path}/same-meaning`,
    { config: { policy: "petitions.edit" }, schema: { params: params.petition, body } },
    async (request, reply) => {
      const { campaign, petition } = request.params;
      const { of, language: locale, revision } = request.body;
      const ref = { account: accountOf(request), campaign, petition: petitionIn(petition) };
      const { campaign: becomes } = await checkWords(await openDraft(deps, ref), deps.now());
      if (!becomes)
        throw new DomainError("draft-changed", "There is something to fix first: look at it again.");
      const signing = { ...ref, actor: actorOf(request), revision: Number(revision), of, locale, becomes };
      await signSameMeaning(deps, signing);
      return redirect(reply, consoleUrls.changes(campaign, ref.petition));
    },
  );
}

function discardRoute(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  pages.post(
    `${path}/discard`,
    { config: { policy: "petitions.edit" }, schema: { params: params.petition, body: moveForm } },
    async (request, reply) => {
      const { campaign, petition } = request.params;
      const ref = { account: accountOf(request), campaign, petition: petitionIn(petition) };
      const revision = Number(request.body.revision);
      const left = await discardDraft(deps, { ...ref, actor: actorOf(request), revision });
      const isGone = left === "gone" && ref.petition === null;
      return redirect(
        reply,
        isGone ? consoleUrls.campaigns : `${consoleUrls.petitions(campaign)}?done=discard`,
      );
    },
  );
}
