import { html } from "hono/html";
import type { SignProblem } from "#campaigns/signing/intake/check-answers.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { problemAnchor, problemText } from "./problem-text.ts";
import type { FormTrouble } from "./sign-form.ts";

/** What is wrong with a sent form, in one line: the summary's heading and the page's title. */
export function troubleTitle(book: Phrasebook, trouble: FormTrouble): string {
  if (trouble.kind === "refused") return book.count("problem.title", trouble.problems.length);
  if (trouble.kind === "other-petition") return book.say("form.offer.title");
  if (trouble.kind === "petition-closed") return book.say("form.petitionClosed.title");
  return book.say(`trouble.${trouble.kind}.title`);
}

/** The summary above the form. It takes the focus, is announced, and links to each field. */
export function troubleSummary(
  book: Phrasebook,
  trouble: Exclude<FormTrouble, { kind: "other-petition" | "petition-closed" | "doubt" }>,
): Html {
  const body =
    trouble.kind === "refused"
      ? problemList(book, trouble.problems)
      : html`<p>${book.say(`trouble.${trouble.kind}.text`)}</p>`;
  return troubleBox(troubleTitle(book, trouble), body);
}

/** A summary of what is the matter, which takes the focus and is announced. */
export function troubleBox(title: string, body: Html): Html {
  return html`<div class="problems" id="problems" role="alert" tabindex="-1" autofocus aria-labelledby="problems-title">
<h2 id="problems-title">${title}</h2>
${body}
</div>`;
}

function problemList(book: Phrasebook, problems: SignProblem[]): Html {
  return html`<ul>${problems.map(
    (problem) => html`<li><a href="${problemAnchor(problem)}">${problemText(book, problem)}</a></li>`,
  )}</ul>`;
}
