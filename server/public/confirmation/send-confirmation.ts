import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { makeToken } from "#campaigns/platform/sealing/line-tokens.ts";
import type {
  Confirmation,
  DoneHere,
  WaitingEntry,
} from "#campaigns/signing/confirmation/open-confirmation.ts";
import { addresses } from "../../page/addresses.ts";
import { readConfirmed, readSigned } from "../../page/known-browser.ts";
import { type Phrasebook, phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import { withdrawnLinkPage } from "../withdrawal/withdrawal.view.ts";
import { waitingForm } from "./confirm-form.ts";
import { confirmPage } from "./confirm-form.view.ts";
import { alreadyConfirmedPage, choosePage, nothingWaitsPage, repeatsPage } from "./confirmation.view.ts";

/** What a confirm link is asked in: a language, and its token. */
export type Asked = { locale: Locale; token: string };

/** What the asking browser did a while ago. */
export function doneHere(deps: Deps, request: FastifyRequest): DoneHere {
  return { entered: readSigned(deps, request)?.ref, confirmed: readConfirmed(deps, request) };
}

/**
 * The page of what a link opens: the form of one entry, several to choose from, or that nothing waits. `named`: the
 * entry asked for.
 */
export function sendConfirmation(
  deps: Deps,
  request: FastifyRequest<{ Params: Asked }>,
  reply: FastifyReply,
  { opened, named }: { opened: Confirmation; named?: string | undefined },
): FastifyReply {
  const { locale, token } = request.params;
  const book = phrasebook(locale);
  const { campaign } = opened;
  if (opened.state === "waiting")
    return sendPrivatePage(
      reply,
      waitingPage(deps, book, { campaign, token, entries: opened.entries }, named),
    );
  // How it ended is hers to know: this letter may have been passed on.
  const ref = opened.confirmedHere ? readConfirmed(deps, request) : undefined;
  if (!ref) return sendPrivatePage(reply, nothingWaitsPage(book, { campaign, token }), 410);
  if (opened.state === "repeats")
    return sendPrivatePage(reply, repeatsPage(book, { campaign, token, entries: opened.entries }));
  if (opened.state === "withdrawn") {
    const addressIn = (other: Locale) => addresses.mailed(other, "confirm", token);
    return sendPrivatePage(reply, withdrawnLinkPage(book, campaign, addressIn));
  }
  const receipt = makeToken(deps.keys, "receipt", ref);
  return sendPrivatePage(reply, alreadyConfirmedPage(book, { campaign, token, receipt }));
}

type Waiting = { campaign: Campaign; token: string; entries: WaitingEntry[] };

/** One entry is shown in its form at once, and so is the one that this browser made. */
function waitingPage(
  { now }: Pick<Deps, "now">,
  book: Phrasebook,
  { campaign, token, entries }: Waiting,
  named: string | undefined,
): string {
  const [first, ...others] = entries;
  const isObvious = named === undefined && (others.length === 0 || first?.isOwn === true);
  const chosen = isObvious ? first : entries.find(({ entry }) => entry === named);
  if (!chosen) return choosePage(book, { campaign, token, entries });
  return confirmPage(book, waitingForm(campaign, token, chosen, others.length), now());
}
