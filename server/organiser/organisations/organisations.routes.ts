import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import {
  addOrganisation,
  editOrganisation,
  endOrganisation,
  openOrganisation,
} from "#campaigns/organisations/edit-organisation.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { formLimit, fromValues, organisationForm, storedValues } from "./organisation-form.ts";
import { organisationsPage } from "./organisations.view.ts";
import { answer, noticeOf, showForm } from "./show-form.ts";

const done = Type.Union(["saved", "added", "ended", "returned"].map((word) => Type.Literal(word)));
const query = Type.Object({ done: Type.Optional(done) }, { additionalProperties: false });
const params = Type.Object({ organisation: Type.String({ minLength: 1, maxLength: 80 }) });

const one = `${consoleUrls.organisations}/:organisation`;
const edit = { policy: "organisations.edit" } as const;
const manage = { policy: "organisations.manage" } as const;
const form = { bodyLimit: formLimit };

/** The network in the console: the list, editing each organisation, adding and ending. */
export async function organisationsRoutes(app: FastifyInstance, options: { deps: Deps }): Promise<void> {
  listRoutes(app, options);
  editRoutes(app, options);
}

function listRoutes(app: FastifyInstance, { deps }: { deps: Deps }): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  pages.get(
    consoleUrls.organisations,
    { config: { policy: "organisations.read" }, schema: { querystring: query } },
    async (request, reply) => {
      const account = accountOf(request);
      const book = consoleBook(account.locale);
      const organisations = await listOrganisations(deps);
      const notice = noticeOf(book, request.query.done);
      return sendConsolePage(reply, organisationsPage(book, { account, organisations, notice }));
    },
  );

  pages.get(`${consoleUrls.organisations}/new`, { config: manage }, async (request, reply) =>
    showForm(deps, request, reply, { values: { kind: "member" } }),
  );

  pages.post(
    consoleUrls.organisations,
    { config: manage, ...form, schema: { body: organisationForm } },
    async (request, reply) => {
      const { body } = request;
      const slug = (body.slug ?? "").trim();
      const outcome = await addOrganisation(deps, editorOf(request), slug, fromValues(body));
      return answer(deps, request, reply, { outcome, values: body, notice: "added" });
    },
  );
}

function editRoutes(app: FastifyInstance, { deps }: { deps: Deps }): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  pages.get(one, { config: edit, schema: { params, querystring: query } }, async (request, reply) => {
    const edited = await openOrganisation(deps, accountOf(request), request.params.organisation);
    const notice = request.query.done;
    return showForm(deps, request, reply, { slug: edited.slug, values: storedValues(edited), notice });
  });

  pages.post(
    one,
    { config: edit, ...form, schema: { params, body: organisationForm } },
    async (request, reply) => {
      const { organisation: slug } = request.params;
      const { body } = request;
      const version = Number(body.version ?? 0);
      const typed = { version, typed: fromValues(body) };
      const outcome = await editOrganisation(deps, editorOf(request), slug, typed);
      return answer(deps, request, reply, { outcome, slug, values: body, notice: "saved" });
    },
  );

  for (const [act, ends] of [
    ["end", true],
    ["return", false],
  ] as const) {
    pages.post(
      `${one}/${act}`,
      { config: manage, schema: { params, body: emptyForm } },
      async (request, reply) => {
        await endOrganisation(deps, editorOf(request), request.params.organisation, ends);
        return redirect(reply, `${consoleUrls.organisations}?done=${ends ? "ended" : "returned"}`);
      },
    );
  }
}

function editorOf(request: FastifyRequest) {
  return { account: accountOf(request), actor: actorOf(request) };
}
