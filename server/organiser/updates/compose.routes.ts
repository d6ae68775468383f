import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { DomainError } from "#campaigns/platform/errors.ts";
import { measureAudience } from "#campaigns/updates/audience/measure-audience.ts";
import { checkUpdate } from "#campaigns/updates/writing/check-update.ts";
import { editUpdate } from "#campaigns/updates/writing/write-update.ts";
import { toText } from "#server/page/html.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { measurePart } from "./audience.view.ts";
import { type Opened, openUpdate } from "./campaign-in-console.ts";
import { handleNextStep } from "./handle-next-step.ts";
import { refusals } from "./refusals.ts";
import { type Extra, showUpdate } from "./show-update.ts";
import { longestForm, readDraft, updateForm, updateParams } from "./update-form.ts";
import type { UpdatesOptions } from "./updates-options.ts";

type Form = Static<typeof updateForm>;

const query = Type.Object({
  locale: Type.Optional(Type.String({ maxLength: 5 })),
  beside: Type.Optional(Type.String({ maxLength: 5 })),
  viewer: Type.Optional(Type.String({ maxLength: 20 })),
  part: Type.Optional(Type.String({ maxLength: 10 })),
  width: Type.Optional(Type.String({ maxLength: 10 })),
  notice: Type.Optional(Type.String({ maxLength: 20 })),
});

/** Reading and writing an update's page. */
export async function composeRoutes(app: FastifyInstance, options: UpdatesOptions): Promise<void> {
  const { deps } = options;
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const read = { policy: "updates.read" } as const;
  const write = { policy: "updates.write" } as const;

  pages.get(
    consoleUrls.update(":campaign", ":update"),
    { config: read, schema: { params: updateParams, querystring: query } },
    async (request, reply) => {
      const opened = await openUpdate(deps, accountOf(request), request.params);
      return showUpdate(options, request, reply, opened, request.query);
    },
  );

  pages.post(
    consoleUrls.update(":campaign", ":update"),
    { config: write, bodyLimit: longestForm, schema: { params: updateParams, body: updateForm } },
    async (request, reply) => {
      const opened = await openUpdate(deps, accountOf(request), request.params);
      const form = request.body;
      const by = { account: accountOf(request), actor: actorOf(request) };
      const refused = refusedDraft(request, opened, form);
      if (refused) return showUpdate(options, request, reply, opened, form, refused, 422);
      const draft = readDraft(opened.update, form);
      const seenAt = new Date(form.seenAt);
      const id = opened.update._id.toHexString();
      try {
        await editUpdate(deps, by, { id, seenAt, campaign: opened.campaign }, draft);
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== "update-moved") throw error;
        const theirs = await openUpdate(deps, by.account, request.params);
        return showUpdate(options, request, reply, theirs, form, { typed: draft, isConflict: true }, 409);
      }
      return handleNextStep(options, request, reply, form);
    },
  );

  pages.post(
    `${consoleUrls.update(":campaign", ":update")}/count`,
    { config: write, bodyLimit: longestForm, schema: { params: updateParams, body: updateForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const { campaign, update } = await openUpdate(deps, account, request.params);
      const typed = { ...update, ...readDraft(update, request.body) };
      const { joinedFrom, joinedBefore } = typed.audience;
      if ([joinedFrom, joinedBefore].some((day) => day && Number.isNaN(day.getTime())))
        throw new DomainError("day-unknown", "One of the days of the audience is none.");
      const measure = await measureAudience(deps, campaign, typed, options.rules.weeklyMost);
      return reply
        .header("Cache-Control", "no-store")
        .type("text/html; charset=utf-8")
        .send(toText(measurePart(consoleBook(account.locale), measure, deps.now())));
    },
  );
}

/** What could never be sent is not stored; it is shown again with a sentence next to it. */
function refusedDraft(request: FastifyRequest, { update, campaign }: Opened, form: Form): Extra | undefined {
  const typed = readDraft(update, form);
  const problems = checkUpdate(typed, campaign).filter(({ unfinished }) => !unfinished);
  if (problems.length === 0) return undefined;
  const errors = refusals(consoleBook(accountOf(request).locale), problems, form.locale);
  return { typed, errors };
}
