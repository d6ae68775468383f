import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { html, raw } from "hono/html";
import { Type } from "typebox";
import { previewUpdate } from "#campaigns/updates/composing/preview-update.ts";
import { type DispatchState, dispatchStates } from "#campaigns/updates/dispatch.model.ts";
import { listDispatches } from "#campaigns/updates/sending/list-dispatches.ts";
import { progressParts } from "#campaigns/updates/sending/measure-progress.ts";
import { readGoing } from "#campaigns/updates/sending/read-going.ts";
import { toText } from "#server/page/html.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { leftOutPart, progressLine } from "./account.view.ts";
import { openUpdate } from "./campaign-in-console.ts";
import { dispatchesPage } from "./dispatches.view.ts";
import { readLooking } from "./preview.view.ts";
import { updateParams } from "./update-form.ts";
import type { UpdatesOptions } from "./updates-options.ts";

const here = consoleUrls.update(":campaign", ":update");
const short = (maxLength: number) => Type.Optional(Type.String({ maxLength }));

/** A mail in a frame of our own page: it may use its styles and our pictures, and runs nothing. */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  "sandbox",
].join("; ");

/** Which dispatches a figure counts. */
const statesOf: Readonly<Record<string, readonly DispatchState[]>> = {
  planned: dispatchStates,
  held: ["queued"],
  toGo: ["queued", "claimed"],
  ...Object.fromEntries(dispatchStates.map((state) => [state, [state]])),
};

/** Reading: the preview, the progress of sending, and the mails behind each figure. */
export async function readingRoutes(
  app: FastifyInstance,
  { deps, from, rules }: UpdatesOptions,
): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const read = { policy: "updates.read" } as const;
  const params = updateParams;

  pages.get(
    `${here}/preview`,
    {
      config: read,
      schema: { params, querystring: Type.Object({ locale: short(5), viewer: short(20), part: short(10) }) },
    },
    async (request, reply) => {
      const { campaign, update } = await openUpdate(deps, accountOf(request), request.params);
      const { locale, viewer, part } = readLooking(update, request.query);
      const mail = await previewUpdate(deps, campaign, update, { locale, viewer, from });
      const document =
        part === "html" && mail
          ? mail.html
          : toText(html`<!doctype html><html lang="${locale}"><title>${mail?.subject ?? ""}</title>
<meta name="color-scheme" content="light dark">${raw(plainStyle)}<pre dir="auto">${mail?.text ?? ""}</pre></html>`);
      return sendConsolePage(
        reply.header("Content-Security-Policy", mailPolicy).header("X-Frame-Options", "SAMEORIGIN"),
        document,
      );
    },
  );

  pages.get(`${here}/progress`, { config: read, schema: { params } }, async (request, reply) => {
    const account = accountOf(request);
    const { update } = await openUpdate(deps, account, request.params);
    const book = consoleBook(account.locale);
    const { progress, leftOut } = await readGoing(deps, update);
    const counts = { planned: progress.planned, ...progress.counts };
    const written = Object.entries(counts).map(([term, count]) => [term, book.number(count)] as const);
    return reply.header("Cache-Control", "no-store").send({
      state: update.state,
      percent: progress.percent,
      line: progressLine(book, update, progress, rules),
      leftOut: toText(leftOutPart(book, leftOut)),
      terms: Object.fromEntries(written),
    });
  });

  const seen = Type.Optional(Type.String({ pattern: "^\\d+$", maxLength: 9 }));
  const listQuery = Type.Object({ term: short(20), after: short(42), seen });
  pages.get(
    `${here}/dispatches`,
    { config: read, schema: { params, querystring: listQuery } },
    async (request, reply) => {
      const account = accountOf(request);
      const opened = await openUpdate(deps, account, request.params);
      const term = ["planned", ...progressParts].find((name) => name === request.query.term) ?? "planned";
      const { after, seen = "0" } = request.query;
      const page = await listDispatches(deps, account, request.params.update, {
        states: statesOf[term] ?? dispatchStates,
        night: term === "held" ? true : term === "toGo" ? false : undefined,
        cursor: after === undefined ? undefined : { after, seen: Number(seen) },
      });
      const book = consoleBook(account.locale);
      const isFirst = after === undefined;
      return sendConsolePage(reply, dispatchesPage(book, opened, { account, term, page, isFirst }));
    },
  );
}

const plainStyle =
  "<style>pre{font:14px/1.5 ui-monospace,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:16px}</style>";
