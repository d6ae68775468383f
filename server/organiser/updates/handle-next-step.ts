import type { FastifyReply, FastifyRequest } from "fastify";
import type { Static } from "typebox";
import { DomainError } from "#campaigns/platform/errors.ts";
import { isLocale } from "#campaigns/platform/languages/languages.ts";
import { checkUpdate } from "#campaigns/updates/writing/check-update.ts";
import { submitUpdate } from "#campaigns/updates/writing/submit-update.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect } from "../frame/send-console-page.ts";
import { openUpdate } from "./campaign-in-console.ts";
import { refusals } from "./refusals.ts";
import { showUpdate } from "./show-update.ts";
import type { updateForm, updateParams } from "./update-form.ts";
import type { UpdatesOptions } from "./updates-options.ts";

type Form = Static<typeof updateForm>;
type Request = FastifyRequest<{ Params: Static<typeof updateParams> }>;

/** Does what the pressed button says beyond saving, and redirects. */
export async function handleNextStep(
  options: UpdatesOptions,
  request: Request,
  reply: FastifyReply,
  form: Form,
): Promise<FastifyReply> {
  const { campaign, update } = request.params;
  const [step = "", ...details] = (form.next ?? "save").split("-");
  const detail = details.join("-");
  if (step === "submit") return submit(options, request, reply, form);
  if (step === "pictures") return redirect(reply, `${consoleUrls.updatePictures(campaign)}?update=${update}`);
  const asked = lookAgain(form, step === "text" ? detail : form.locale);
  if (step === "test") {
    const account = accountOf(request);
    const opened = await openUpdate(options.deps, account, request.params);
    asked.set("notice", await options.sendTest(opened, account, form.locale));
  }
  const fragment = step === "preview" || step === "audience" ? `#${step}` : "";
  return redirect(reply, `${consoleUrls.update(campaign, update)}?${asked}${fragment}`);
}

/** The same view of the page, on the text in another language. */
function lookAgain(form: Form, wanted: string): URLSearchParams {
  const other = wanted === "another" ? (form.another ?? "") : wanted;
  const locale = isLocale(other) ? other : form.locale;
  const asked = new URLSearchParams({ locale, notice: "saved" });
  // Somebody who opens another text translates from the one they come from.
  const beside = form.beside || (locale === form.locale ? "" : form.locale);
  if (beside && beside !== locale) asked.set("beside", beside);
  for (const name of ["viewer", "part", "width"] as const) if (form[name]) asked.set(name, form[name]);
  return asked;
}

async function submit(
  options: UpdatesOptions,
  request: Request,
  reply: FastifyReply,
  form: Form,
): Promise<FastifyReply> {
  const { deps } = options;
  const by = { account: accountOf(request), actor: actorOf(request) };
  const { campaign: slug, update: id } = request.params;
  const opened = await openUpdate(deps, by.account, request.params);
  const book = consoleBook(by.account.locale);
  const problems = checkUpdate(opened.update, opened.campaign);
  const errors = refusals(book, problems, form.locale);
  if (problems.length > 0) return showUpdate(options, request, reply, opened, form, { errors }, 422);
  try {
    await submitUpdate(deps, by, { id, campaign: opened.campaign });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "update-refused") throw error;
    const nobody = { to: book.say("updates.refused.nobody") };
    return showUpdate(options, request, reply, opened, form, { errors: nobody }, 422);
  }
  return redirect(reply, `${consoleUrls.update(slug, id)}?notice=submitted`);
}
