import { Readable } from "node:stream";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { nameAccounts } from "#campaigns/accounts/name-accounts.ts";
import { listChoices, listEntries, readEntries } from "#campaigns/audit/list-entries.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { drawAudit } from "./audit.view.ts";
import { auditCsv } from "./audit-csv.ts";
import { auditQuery, toFilter, wrongDays } from "./audit-query.ts";

/** The audit trail: who did what, with filters, in pages and as CSV. */
export async function auditRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const route = { config: { policy: "audit.read" }, schema: { querystring: auditQuery } } as const;

  pages.get(consoleUrls.audit, route, async (request, reply) => {
    const account = accountOf(request);
    const { query } = request;
    const before = query.before === undefined ? undefined : Number(query.before);
    const page = await listEntries(deps, account, toFilter(query), before);
    const choices = await listChoices(deps, account);
    const named = [...choices.accounts, ...page.entries.map((entry) => entry.account)];
    const names = await nameAccounts(deps, named);
    const organisations = await listOrganisations(deps);
    const wrong = wrongDays(query);
    const shown = { account, query, page, choices, names, organisations, wrong };
    const main = drawAudit(consoleBook(account.locale), shown);
    return sendConsolePage(reply, main, wrong.length > 0 ? 422 : 200);
  });

  pages.get(`${consoleUrls.audit}.csv`, route, async (request, reply) => {
    const [wrong] = wrongDays(request.query);
    if (wrong) throw new DomainError("day-unknown", `There is no day "${request.query[wrong]}".`);
    const entries = readEntries(deps, accountOf(request), toFilter(request.query));
    return reply
      .header("Cache-Control", "no-store")
      .header("Content-Disposition", 'attachment; filename="audit.csv"')
      .type("text/csv; charset=utf-8")
      .send(Readable.from(auditCsv(entries)));
  });
}
