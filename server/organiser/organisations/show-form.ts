import type { FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { type EditOutcome, openOrganisation } from "#campaigns/organisations/edit-organisation.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { translateProblem } from "#campaigns/texts/translate-problem.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { type ConsoleBook, consoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { differing, type FormValues, fieldOf, toValues } from "./organisation-form.ts";
import { organisationFormPage } from "./organisations.view.ts";

/** A form and its state; `slug` when it edits an organisation, `stored` what somebody else stored in the meantime. */
type Filled = {
  slug?: string;
  values: FormValues;
  errors?: FieldErrors;
  stored?: FormValues;
  notice?: string | undefined;
};

/** Sends the form about an organisation: untouched, or as it was sent together with the problems. */
export async function showForm(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  filled: Filled,
  status = 200,
) {
  const account = accountOf(request);
  const book = consoleBook(account.locale);
  const { slug, values, errors = {}, stored = {} } = filled;
  const edited = slug === undefined ? undefined : await openOrganisation(deps, account, slug);
  const organisations = await listOrganisations(deps);
  const page = organisationFormPage(book, {
    ...{ account, values, errors, stored, organisations },
    notice: noticeOf(book, filled.notice),
    ...(edited && { edited, slug: edited.slug }),
  });
  return sendConsolePage(reply, page, status);
}

type Answered = { outcome: EditOutcome; slug?: string; values: FormValues; notice: string };

/** Redirects when all is well; otherwise the form comes back with everything that was typed. */
export async function answer(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { outcome, slug, values, notice }: Answered,
) {
  const whose = slug === undefined ? {} : { slug };
  switch (outcome.kind) {
    case "saved":
      return redirect(reply, `${consoleUrls.organisations}/${outcome.slug}?done=${notice}`);
    case "refused": {
      const { locale } = accountOf(request);
      const errors = Object.fromEntries(
        outcome.problems.map((problem) => [fieldOf(problem), translateProblem(problem, locale)]),
      );
      return showForm(deps, request, reply, { ...whose, values, errors }, 422);
    }
    case "changed": {
      const now = toValues(outcome.now);
      const fields = accountOf(request).role === "secretariat" ? now : withoutIdentity(now);
      const stored = Object.fromEntries(
        [...differing(values, fields)].map((name) => [name, fields[name] ?? ""]),
      );
      const version = String(outcome.now.version);
      return showForm(deps, request, reply, { ...whose, values: { ...values, version }, stored }, 409);
    }
  }
}

function withoutIdentity({
  name: _n,
  kind: _k,
  parent: _p,
  countries: _c,
  ...values
}: FormValues): FormValues {
  return values;
}

/** The sentence about what has just been done. */
export function noticeOf(book: ConsoleBook, word: string | undefined): string | undefined {
  return word === undefined ? undefined : book.say(`organisations.${word}`);
}
