import { type PassThrough, Readable } from "node:stream";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { stringify } from "csv-stringify";
import type { FastifyInstance, FastifyReply } from "fastify";
import { type Static, Type } from "typebox";
import type { Account } from "#campaigns/access/account.ts";
import { type LinesAsked, listSheets } from "#campaigns/dashboard/list-sheets.ts";
import { readDashboard } from "#campaigns/dashboard/read-dashboard.ts";
import { readSheet } from "#campaigns/dashboard/read-sheet.ts";
import { scopeOf } from "#campaigns/dashboard/scope.ts";
import type { Deps } from "#campaigns/open.ts";
import { sourceCodePattern } from "#campaigns/petitions/source-codes/source-code.model.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import { type Channel, channels } from "#campaigns/signing/sheets/channel.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { orNothing, showJoining } from "../campaigns/join.routes.ts";
import { consoleUrls } from "../console-urls.ts";
import type { TotalsFeed } from "../follow-totals.ts";
import { consoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { nothingHere } from "../problem.view.ts";
import { chartPng } from "./chart-png.ts";
import { dashboardView } from "./dashboard.view.ts";
import {
  chartNames,
  dashboardAddresses,
  filtersOf,
  minuteOf,
  noCode,
  tableNames,
} from "./dashboard-addresses.ts";
import { dashboardTables } from "./dashboard-tables.ts";
import { followFigures } from "./follow-figures.ts";
import { minuteAt, minuteField } from "./minute.ts";
import { readDashboardPage } from "./read-page.ts";
import { sheetColumns, sheetNumbers } from "./sheet-table.view.ts";
import { sheetsView, sheetView } from "./sheets.view.ts";

const name = Type.String({ maxLength: 80, pattern: "^[a-z0-9-]*$" });
const sheetId = Type.String({ pattern: "^[0-9a-f]{24}$" });
const scopeQuery = {
  organisation: Type.Optional(name),
  petition: Type.Optional(name),
  country: Type.Optional(Type.String({ pattern: "^([A-Z]{2})?$" })),
};
const closed = { additionalProperties: false } as const;
const params = Type.Object({ campaign: Type.String({ maxLength: 80 }) });
const narrowed = Type.Object(scopeQuery, closed);
const pageQuery = Type.Object(
  { ...scopeQuery, beside: Type.Optional(name), by: Type.Optional(Type.Literal("day")) },
  closed,
);
const lineQuery = {
  ...scopeQuery,
  channel: Type.Optional(Type.Unsafe<Channel>(Type.String({ enum: [...channels] }))),
  language: Type.Optional(Type.String({ pattern: "^[a-z]{2,3}$" })),
  source: Type.Optional(Type.String({ pattern: `^(${sourceCodePattern}|\\.)$` })),
  from: Type.Optional(minuteField),
  to: Type.Optional(minuteField),
};
const lines = Type.Object(lineQuery, closed);
const listQuery = Type.Object({ ...lineQuery, before: Type.Optional(sheetId) }, closed);

type Options = { deps: Deps; totals: TotalsFeed };

/** A campaign's dashboard, what its numbers are made of, and each of its tables and charts as a file. */
export async function dashboardRoutes(app: FastifyInstance, { deps, totals }: Options): Promise<void> {
  const routes = app.withTypeProvider<TypeBoxTypeProvider>();
  const config = { policy: "dashboard.read" } as const;
  const open = new Set<PassThrough>();
  app.addHook("preClose", async () => {
    for (const stream of open) stream.end();
  });

  routes.get(
    consoleUrls.campaign(":campaign"),
    { config, schema: { params, querystring: pageQuery } },
    async (request, reply) => {
      const account = accountOf(request);
      const book = consoleBook(account.locale);
      const { campaign: slug } = request.params;
      const page = await readDashboardPage(deps, account, slug, request.query, totals.isLive()).catch(
        orNothing,
      );
      if (!page) return (await showJoining(deps, request, reply, slug)) ?? nothingHere();
      return sendConsolePage(
        reply,
        consolePage(book, {
          title: `${book.say("dashboard.title")}: ${campaignName(page.dashboard.scope.campaign, account.locale)}`,
          section: "dashboard",
          account,
          campaign: namedCampaign(page.dashboard.scope.campaign, account),
          main: dashboardView(book, page),
          scripts: ["console-live.js"],
        }),
      );
    },
  );

  routes.get(
    consoleUrls.figures(":campaign", "events"),
    { config, schema: { params, querystring: narrowed } },
    async (request, reply) =>
      followFigures(deps, totals, {
        request,
        reply,
        slug: request.params.campaign,
        asked: request.query,
        open,
      }),
  );

  await app.register(fileRoutes, { deps, totals });
  await app.register(sheetRoutes, { deps, totals });
}

/** The tables as CSV and the charts as PNG. */
async function fileRoutes(app: FastifyInstance, { deps }: Options): Promise<void> {
  const routes = app.withTypeProvider<TypeBoxTypeProvider>();
  const options = {
    config: { policy: "dashboard.read" },
    schema: { params, querystring: narrowed },
  } as const;
  for (const table of tableNames) {
    routes.get(consoleUrls.figures(":campaign", `${table}.csv`), options, async (request, reply) => {
      const { campaign } = request.params;
      const dashboard = await readDashboard(deps, accountOf(request), campaign, request.query);
      const { columns, rows } = dashboardTables[table](dashboard);
      return sendCsv(reply, `${campaign}-${table}`, columns, rows);
    });
  }
  for (const chart of chartNames) {
    routes.get(consoleUrls.figures(":campaign", `${chart}.png`), options, async (request, reply) => {
      const account = accountOf(request);
      const dashboard = await readDashboard(deps, account, request.params.campaign, request.query);
      return reply
        .header("Cache-Control", "no-store")
        .type("image/png")
        .send(await chartPng(consoleBook(account.locale), dashboard, chart));
    });
  }
}

/** A campaign's sheets within an account's reach. */
async function sheetRoutes(app: FastifyInstance, { deps }: Options): Promise<void> {
  const routes = app.withTypeProvider<TypeBoxTypeProvider>();
  const config = { policy: "dashboard.read" } as const;

  routes.get(
    consoleUrls.sheets(":campaign"),
    { config, schema: { params, querystring: listQuery } },
    async (request, reply) => {
      const account = accountOf(request);
      const { before, ...query } = request.query;
      const asked = await linesAsked(deps, account, request.params.campaign, query);
      const book = consoleBook(account.locale);
      const main = sheetsView(book, asked, await listSheets(deps, asked, before), addressesOf(asked));
      const campaign = namedCampaign(asked.campaign, account);
      const title = book.say("dashboard.sheets.title");
      return sendConsolePage(
        reply,
        consolePage(book, { title, section: "dashboard", account, campaign, main }),
      );
    },
  );

  routes.get(
    `${consoleUrls.sheets(":campaign")}.csv`,
    { config, schema: { params, querystring: lines } },
    async (request, reply) => {
      const asked = await linesAsked(deps, accountOf(request), request.params.campaign, request.query);
      const columns = ["sheet", "arrived", "kind", "channel", "state", ...sheetColumns];
      return sendCsv(reply, `${asked.campaign.slug}-sheets`, columns, allSheets(deps, asked));
    },
  );

  routes.get(
    consoleUrls.sheet(":campaign", ":sheet"),
    {
      config,
      schema: {
        params: Type.Object({ campaign: Type.String({ maxLength: 80 }), sheet: sheetId }),
        querystring: lines,
      },
    },
    async (request, reply) => {
      const account = accountOf(request);
      const asked = await linesAsked(deps, account, request.params.campaign, request.query);
      const book = consoleBook(account.locale);
      const sheet = await readSheet(deps, asked, request.params.sheet);
      const main = sheetView(book, asked, sheet, addressesOf(asked));
      const campaign = namedCampaign(asked.campaign, account);
      const title = book.say("dashboard.sheets.one", { id: sheet.id });
      return sendConsolePage(
        reply,
        consolePage(book, { title, section: "dashboard", account, campaign, main }),
      );
    },
  );
}

type LineQuery = Static<typeof lines>;

/** Which lines an address asks for, within the account's reach. @throws DomainError `not-found`. */
async function linesAsked(deps: Deps, account: Account, slug: string, query: LineQuery): Promise<LinesAsked> {
  const { channel, language, source } = query;
  const [from, to] = [query.from, query.to].map((at) => (at === undefined ? undefined : minuteAt(at)));
  const scope = await scopeOf(deps, account, slug, query);
  return { ...scope, channel, language, source: source === noCode ? "" : source, from, to };
}

/** Addresses of the same lines. */
function addressesOf(asked: LinesAsked) {
  const { channel, language, source, from, to } = asked;
  const filters = {
    ...filtersOf(asked),
    ...{ channel, language, source: source === "" ? noCode : source },
    ...{ from: from && minuteOf(from), to: to && minuteOf(to) },
  };
  return dashboardAddresses(asked.campaign.slug, filters);
}

type Cells = Iterable<readonly (string | number)[]> | AsyncIterable<readonly (string | number)[]>;

/** Sends rows as they are read: a campaign may have a million sheets. */
function sendCsv(reply: FastifyReply, file: string, columns: string[], rows: Cells): FastifyReply {
  // Spreadsheets must not execute what somebody put into a source code.
  const csv = stringify({ header: true, columns, escape_formulas: true });
  return reply
    .header("Cache-Control", "no-store")
    .header("Content-Disposition", `attachment; filename="${file}.csv"`)
    .type("text/csv; charset=utf-8")
    .send(Readable.from(rows).pipe(csv));
}

async function* allSheets(deps: Pick<Deps, "database">, asked: LinesAsked) {
  let before: Static<typeof sheetId> | undefined;
  const most = 500;
  for (;;) {
    const sheets = await listSheets(deps, asked, before, most);
    for (const sheet of sheets) {
      const { id, at, kind, channel, state } = sheet;
      yield [id, at.toISOString(), kind, channel, state, ...sheetNumbers(sheet)];
    }
    before = sheets.at(-1)?.id;
    if (sheets.length < most) return;
  }
}
