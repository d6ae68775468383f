import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import type { Deps } from "#campaigns/open.ts";
import {
  countriesIn,
  type DraftSettings,
  openSettings,
  saveSettings,
  settingsIn,
} from "#campaigns/petitions/drafts/draft-settings.ts";
import type { OpenDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { paletteNames } from "#campaigns/petitions/drafts/palettes.ts";
import { markOf } from "#campaigns/petitions/drafts/passages.ts";
import { renameCampaign } from "#campaigns/petitions/drafts/rename-campaign.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { draftName } from "./draft-progress.ts";
import { findTheirs, keepField, withTheirs } from "./overtaken.view.ts";
import { params } from "./params.ts";
import { readSchedule, scheduleErrors, sentOf, tidySchedule } from "./schedule.ts";
import { type SentSettings, settingsPage } from "./settings.view.ts";

const text = Type.String({ maxLength: 2_000 });
const settingsForm = Type.Object(
  {
    goals: text,
    timeZone: text,
    opensAt: text,
    closesAt: text,
    palette: Type.String({ enum: ["", ...paletteNames] }),
    verification: Type.Unsafe<"email" | "none">(Type.String({ enum: ["email", "none"] })),
    asksPostcode: Type.Unsafe<"yes" | "no">(Type.String({ enum: ["yes", "no"] })),
    was: text,
    keep: keepField,
  },
  { additionalProperties: false },
);
const config = { policy: "petitions.edit" } as const;

/** Dates, goals, colours and what signers are asked, before a campaign is published. */
export async function settingsRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.settings(":campaign");

  pages.get(path, { config, schema: { params: params.campaign } }, async (request, reply) => {
    const account = accountOf(request);
    const { campaign } = request.params;
    const open = await openSettings(deps, { account, campaign });
    const view = { ...viewOf(open, account.locale), sent: sentSettings(settingsIn(open.own)), errors: {} };
    return sendConsolePage(reply, settingsPage(consoleBook(account.locale), account, view));
  });

  pages.post(
    path,
    { config, schema: { params: params.campaign, body: settingsForm } },
    async (request, reply) => {
      const account = accountOf(request);
      const book = consoleBook(account.locale);
      const { campaign } = request.params;
      const { was, keep, ...typed } = request.body;
      const open = await openSettings(deps, { account, campaign });
      const sent = withTheirs(typed, sentSettings(settingsIn(open.own)), keep);
      const saved = () => redirect(reply, `${consoleUrls.petitions(campaign)}?done=saved`);
      const overtaken = (standing: OpenDraft) => {
        const theirs = findTheirs(tidySchedule(sent), sentSettings(settingsIn(standing.own)));
        if (!theirs) return saved();
        const view = { ...viewOf(standing, account.locale), sent, errors: {}, theirs };
        return sendConsolePage(reply, settingsPage(book, account, view), 409);
      };
      const view = { ...viewOf(open, account.locale), sent };
      if (was !== view.was) return overtaken(open);
      const schedule = readSchedule(sent);
      const errors = scheduleErrors(book, schedule, deps.now());
      if ("wrong" in schedule || Object.keys(errors).length > 0)
        return sendConsolePage(reply, settingsPage(book, account, { ...view, errors }), 422);
      const settings: DraftSettings = {
        ...schedule,
        palette: paletteNames.find((name) => name === sent.palette) ?? null,
        verification: sent.verification,
        asksPostcode: sent.asksPostcode === "yes",
      };
      try {
        await saveSettings(deps, { open, account, actor: actorOf(request), settings });
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== "draft-changed") throw error;
        return overtaken(await openSettings(deps, { account, campaign }));
      }
      return saved();
    },
  );
  addressRoutes(app, deps);
}

/** The campaign's web address, which can change as often as it likes until people know it. */
function addressRoutes(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const body = Type.Object({ slug: text }, { additionalProperties: false });
  pages.post(
    consoleUrls.address(":campaign"),
    { config, schema: { params: params.campaign, body } },
    async (request, reply) => {
      const account = accountOf(request);
      const { campaign } = request.params;
      const slug = request.body.slug.trim();
      try {
        await renameCampaign(deps, { account, actor: actorOf(request), campaign, slug });
      } catch (error) {
        if (!(error instanceof DomainError) || !error.code.startsWith("slug-")) throw error;
        const book = consoleBook(account.locale);
        const open = await openSettings(deps, { account, campaign });
        const errors = { slug: book.say(`campaigns.refused.${error.code}`) };
        const view = { ...viewOf(open, account.locale), sent: sentSettings(settingsIn(open.own)), errors };
        return sendConsolePage(reply, settingsPage(book, account, { ...view, typedSlug: slug }), 422);
      }
      return redirect(reply, `${consoleUrls.petitions(slug)}?done=saved`);
    },
  );
}

function viewOf(open: OpenDraft, locale: Parameters<typeof draftName>[1]) {
  const was = markOf(JSON.stringify(settingsIn(open.own)));
  const countries = countriesIn(open.own);
  return { slug: open.draft.campaign, name: draftName(open, locale), was, countries };
}

function sentSettings(settings: DraftSettings): SentSettings {
  const { palette, verification, asksPostcode } = settings;
  return {
    ...sentOf(settings),
    palette: palette ?? "",
    verification,
    asksPostcode: asksPostcode ? "yes" : "no",
  };
}
