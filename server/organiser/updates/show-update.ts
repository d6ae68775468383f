import type { FastifyReply, FastifyRequest } from "fastify";
import { nameAccounts } from "#campaigns/accounts/name-accounts.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { isLocale } from "#campaigns/platform/languages/languages.ts";
import { readTotals } from "#campaigns/signing/tallies/read-totals.ts";
import { measureAudience } from "#campaigns/updates/audience/measure-audience.ts";
import { previewUpdate } from "#campaigns/updates/composing/preview-update.ts";
import { readGoing } from "#campaigns/updates/sending/read-going.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleBook } from "../frame/console-book.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import type { Opened } from "./campaign-in-console.ts";
import { sayNotice } from "./notices.ts";
import { readLooking } from "./preview.view.ts";
import { type UpdateView, updatePage } from "./update.view.ts";
import type { UpdatesOptions } from "./updates-options.ts";

/** What a page shows besides the stored update. */
export type Extra = Pick<UpdateView, "typed" | "errors" | "isConflict" | "scheduling">;

/** How the page was requested. */
type Asked = {
  [key in "locale" | "beside" | "viewer" | "part" | "width" | "notice"]?: string | undefined;
};

function known(id: string | undefined): string[] {
  return id === undefined ? [] : [id];
}

/** Draws the page of an update. */
export async function showUpdate(
  { deps, from, rules }: Pick<UpdatesOptions, "deps" | "from" | "rules">,
  request: FastifyRequest,
  reply: FastifyReply,
  { campaign, update, organisation }: Opened,
  asked: Asked,
  extra: Extra = {},
  status = 200,
): Promise<FastifyReply> {
  const account = accountOf(request);
  const book = consoleBook(account.locale);
  const own = new Set(campaign.petitions.map((petition) => petition.organisation));
  const organisations = await listOrganisations(deps);
  const { byCountry } = await readTotals(deps, campaign);
  const beside = asked.beside && isLocale(asked.beside) ? asked.beside : undefined;
  const looking = readLooking(update, asked);
  const page = updatePage(book, {
    ...{ campaign, update, account, organisation, byCountry, beside },
    organisations: organisations.filter(({ slug }) => own.has(slug)),
    // Once sending has started, its totals say more.
    measure: update.startedAt
      ? undefined
      : await measureAudience(deps, campaign, { ...update, ...extra.typed }, rules.weeklyMost),
    going: update.startedAt && (await readGoing(deps, update)),
    looking,
    envelope: await previewUpdate(deps, campaign, update, { ...looking, viewer: "test", from }),
    people: await nameAccounts(
      deps,
      [update.createdBy, update.submittedBy, update.approvedBy].flatMap(known),
    ),
    now: deps.now(),
    rules,
    notice: sayNotice(book, asked.notice),
    ...extra,
  });
  return sendConsolePage(reply, page, status);
}
