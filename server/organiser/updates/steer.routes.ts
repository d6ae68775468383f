import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import { zonedMoment } from "#campaigns/texts/zoned-moment.ts";
import { resendUncertain } from "#campaigns/updates/sending/resend-uncertain.ts";
import { approveUpdate, returnUpdate } from "#campaigns/updates/writing/approve-update.ts";
import {
  cancelUpdate,
  pauseUpdate,
  resumeUpdate,
  scheduleUpdate,
} from "#campaigns/updates/writing/steer-update.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect } from "../frame/send-console-page.ts";
import { openUpdate } from "./campaign-in-console.ts";
import { showUpdate } from "./show-update.ts";
import { longestForm, updateForm, updateParams } from "./update-form.ts";
import type { UpdatesOptions } from "./updates-options.ts";

const here = consoleUrls.update(":campaign", ":update");
const short = (maxLength: number) => Type.String({ maxLength });
const write = { policy: "updates.write" } as const;
const params = updateParams;
const closed = { additionalProperties: false } as const;

const returnForm = Type.Object({ remark: short(500) }, closed);
const scheduleForm = Type.Object({ at: short(30), zone: Type.Optional(short(60)) }, closed);

/** What a person decides about a finished update. */
export async function steerRoutes(app: FastifyInstance, options: UpdatesOptions): Promise<void> {
  const { deps } = options;
  const pages = withTypes(app);

  const acts = {
    approve: ["approved", approveUpdate],
    pause: ["paused", pauseUpdate],
    resume: ["resumed", resumeUpdate],
    again: ["again", resendUncertain],
  } as const;
  for (const [name, [notice, act]] of Object.entries(acts)) {
    // Letting mails go out to many people asks for the password again.
    const config = name === "approve" || name === "again" ? { ...write, again: true } : write;
    pages.post(`${here}/${name}`, { config, schema: { params, body: emptyForm } }, async (request, reply) => {
      const { campaign, update } = request.params;
      await openUpdate(deps, accountOf(request), request.params);
      await act(deps, { account: accountOf(request), actor: actorOf(request) }, update);
      return redirect(reply, `${consoleUrls.update(campaign, update)}?notice=${notice}`);
    });
  }
  returning(pages, deps);
  scheduling(pages, options);
}

type Pages = ReturnType<typeof withTypes>;

function withTypes(app: FastifyInstance) {
  return app.withTypeProvider<TypeBoxTypeProvider>();
}

function returning(pages: Pages, deps: Deps): void {
  // Its button is also in the forms for writing an update and requesting changes.
  const anyForm = Type.Union([emptyForm, updateForm, returnForm]);
  pages.post(
    `${here}/cancel`,
    { config: write, bodyLimit: longestForm, schema: { params, body: anyForm } },
    async (request, reply) => {
      const { campaign, update } = request.params;
      await openUpdate(deps, accountOf(request), request.params);
      await cancelUpdate(deps, { account: accountOf(request), actor: actorOf(request) }, update);
      return redirect(reply, `${consoleUrls.update(campaign, update)}?notice=cancelled`);
    },
  );

  pages.post(
    `${here}/return`,
    { config: write, schema: { params, body: returnForm } },
    async (request, reply) => {
      const { campaign, update } = request.params;
      await openUpdate(deps, accountOf(request), request.params);
      const by = { account: accountOf(request), actor: actorOf(request) };
      await returnUpdate(deps, by, update, request.body.remark.trim());
      return redirect(reply, `${consoleUrls.update(campaign, update)}?notice=returned`);
    },
  );
}

function scheduling(pages: Pages, options: UpdatesOptions): void {
  const { deps } = options;
  pages.post(
    `${here}/schedule`,
    { config: { ...write, again: true }, schema: { params, body: scheduleForm } },
    async (request, reply) => {
      const opened = await openUpdate(deps, accountOf(request), request.params);
      const { at, zone = opened.campaign.timeZone } = request.body;
      const moment = at === "now" ? deps.now() : zonedMoment(at.slice(0, 16), zone);
      const by = { account: accountOf(request), actor: actorOf(request) };
      if (!moment) {
        const error = consoleBook(by.account.locale).say("updates.refused.moment");
        const extra = { scheduling: { at, zone, error }, errors: { at: error } };
        return showUpdate(options, request, reply, opened, {}, extra, 422);
      }
      const { campaign, update } = request.params;
      await scheduleUpdate(deps, by, update, moment, zone);
      return redirect(reply, `${consoleUrls.update(campaign, update)}?notice=scheduled`);
    },
  );
}
