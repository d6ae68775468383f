import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { makeToken } from "#campaigns/platform/sealing/line-tokens.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import { openConfirmation } from "#campaigns/signing/confirmation/open-confirmation.ts";
import type { SignProblem } from "#campaigns/signing/intake/check-answers.ts";
import { addresses } from "../../page/addresses.ts";
import { markConfirmed, readConfirmed } from "../../page/known-browser.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { sendPrivatePage } from "../../page/send-page.ts";
import {
  type ConfirmForm,
  type ConfirmTrouble,
  confirmInputOf,
  sentForm,
  waitingForm,
} from "./confirm-form.ts";
import { confirmPage } from "./confirm-form.view.ts";
import { choosePage } from "./confirmation.view.ts";
import { type Asked, doneHere, sendConfirmation } from "./send-confirmation.ts";

/** Answers the button that confirms: with thanks, with the form and what is wrong about it, or with how it stands. */
export async function answerConfirm(
  deps: Deps,
  request: FastifyRequest<{ Params: Asked }>,
  reply: FastifyReply,
  form: ConfirmForm,
): Promise<FastifyReply> {
  const { locale, token } = request.params;
  const outcome = await confirmSignature(deps, token, confirmInputOf(form));
  if (outcome.kind === "confirmed") {
    markConfirmed(deps, reply, outcome.ref);
    return reply
      .header("Cache-Control", "no-store")
      .redirect(addresses.thanks(locale, outcome.campaign.slug, outcome.receipt), 303);
  }
  const opened = await openConfirmation(deps, token, doneHere(deps, request));
  if ("entries" in opened && outcome.kind === "unchosen") {
    const { campaign, entries } = opened;
    const page = choosePage(phrasebook(locale), { campaign, token, entries, isMissing: true });
    return sendPrivatePage(reply, page, 422);
  }
  if ("entries" in opened && outcome.kind === "refused") {
    return returnForm(deps, request.params, reply, { opened, form, problems: outcome.problems });
  }
  const ref = opened.confirmedHere && opened.state === "confirmed" && readConfirmed(deps, request);
  // A second press of the button: thanks again, where this browser sent the first one.
  if (ref) {
    const receipt = makeToken(deps.keys, "receipt", ref);
    return reply
      .header("Cache-Control", "no-store")
      .redirect(addresses.thanks(locale, opened.campaign.slug, receipt), 303);
  }
  return sendConfirmation(deps, request, reply, { opened });
}

type Refused = {
  opened: Extract<Awaited<ReturnType<typeof openConfirmation>>, { entries: unknown }>;
  form: ConfirmForm;
  problems: SignProblem[];
};

/** The form with what was sent and what is wrong about it. */
function returnForm(
  { now }: Pick<Deps, "now">,
  { locale, token }: Asked,
  reply: FastifyReply,
  { opened, form, problems }: Refused,
): FastifyReply {
  const { campaign, entries } = opened;
  const chosen = entries.find(({ entry }) => entry === form.entry) ?? entries[0];
  if (!chosen) return reply.redirect(addresses.mailed(locale, "confirm", token), 303);
  const sent = sentForm(waitingForm(campaign, token, chosen, entries.length - 1), form);
  const state = { ...sent, trouble: { kind: "refused", problems } } as const;
  return sendPrivatePage(reply, confirmPage(phrasebook(locale), state, now()), 422);
}

/** The form with what was sent, drawn without the database; undefined where a program sent it. */
export async function returnWhileAway(
  deps: Deps,
  { locale, token }: Asked,
  form: ConfirmForm,
  trouble: ConfirmTrouble,
): Promise<string | undefined> {
  const campaign = await findCampaign(deps, form.campaign ?? "").catch(() => null);
  const petition = campaign?.petitions.find(({ id }) => id === form.petition);
  if (!campaign || !petition || !form.entry) return undefined;
  const answers = { name: "", country: "", postcode: "" };
  const ticks = { updates: false, secretariat: false, unnamed: false };
  const state = { campaign, token, entry: form.entry, petition, answers, ticks, others: 0 };
  return confirmPage(phrasebook(locale), { ...sentForm(state, form), trouble }, deps.now());
}
