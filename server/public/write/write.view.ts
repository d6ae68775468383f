import { html } from "hono/html";
import type { EnquiryProblem } from "#campaigns/letters/enquiries/send-enquiry.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { troubleBox } from "../campaign/trouble.view.ts";

/** The form to write to an organisation: untouched, or as it was sent. */
export type WriteView = {
  organisation: Organisation;
  /** Whether anybody has an account to read it. */
  isReachable: boolean;
  answers?: { name: string; email: string; text: string };
  problems?: readonly EnquiryProblem[];
  /** This mailbox, or all together, have written enough for now. */
  isTooMuch?: boolean;
};

/** The form, or whom else to ask. */
export function writePage(book: Phrasebook, view: WriteView): string {
  const { say, locale } = book;
  const { organisation, isReachable, problems = [] } = view;
  const title = say("write.title");
  return renderPage(book, {
    title:
      problems.length > 0
        ? say("site.error", { title: book.count("problem.title", problems.length) })
        : title,
    description: say("write.lead", { organisation: organisation.name }),
    addressIn: (other) => addresses.write(other, organisation.slug),
    formId: "write",
    main: single({
      name: organisation.name,
      title,
      lead: say("write.lead", { organisation: organisation.name }),
      body: html`<section class="card" id="write" aria-label="${title}">
${isReachable ? form(book, view) : nobody(book, organisation)}
</section>
<section aria-labelledby="danger">
<h2 id="danger">${say("help.danger")}</h2>
<p>${say("footer.danger")}</p>
<p><a href="${addresses.help(locale)}">${say("help.title")}</a></p>
</section>`,
    }),
  });
}

function form(book: Phrasebook, { organisation, answers, problems = [], isTooMuch }: WriteView): Html {
  const { say, locale } = book;
  const { name = "", email = "", text = "" } = answers ?? {};
  return html`${isTooMuch && troubleBox(say("write.tooMuch.title"), html`<p>${say("write.tooMuch.text")}</p>`)}
${problems.length > 0 && troubleBox(book.count("problem.title", problems.length), problemList(book, problems))}
<form method="post" action="${addresses.write(locale, organisation.slug)}" novalidate>
${field(
  book,
  problems,
  "name",
  (marks) =>
    html`<input id="name" name="name" autocomplete="name" dir="auto" required value="${name}"${marks}>`,
)}
${field(
  book,
  problems,
  "email",
  (marks) =>
    html`<input id="email" name="email" type="email" autocomplete="email"
dir="ltr" required spellcheck="false" value="${email}"${marks}>`,
)}
${field(
  book,
  problems,
  "text",
  (marks) =>
    html`<textarea id="text" name="text" rows="8" maxlength="4000" dir="auto" required${marks}>${text}</textarea>`,
)}
<div class="aside" aria-hidden="true"><label for="comment">${say("form.trap")}</label><input
id="comment" name="comment" tabindex="-1" autocomplete="off"></div>
<button class="button" type="submit">${say("write.button")}</button>
<p class="small">${say("write.after")}</p>
</form>`;
}

type Field = EnquiryProblem["field"];

function field(
  book: Phrasebook,
  problems: readonly EnquiryProblem[],
  name: Field,
  control: (marks: Html) => Html,
): Html {
  const problem = problems.find((each) => each.field === name);
  const marks = problem ? html` aria-invalid="true" aria-describedby="${name}-error"` : html``;
  return html`<div class="field${problem ? " wrong" : ""}">
<label for="${name}">${book.say(name === "text" ? "write.text" : `form.${name}`)}</label>
${problem && html`<p class="error" id="${name}-error">${problemText(book, problem)}</p>`}
${control(marks)}
</div>`;
}

function problemText(book: Phrasebook, { field: name, code }: EnquiryProblem): string {
  return book.say(`problem.${name}.${code}`);
}

function problemList(book: Phrasebook, problems: readonly EnquiryProblem[]): Html {
  return html`<ul>${problems.map(
    (problem) => html`<li><a href="#${problem.field}">${problemText(book, problem)}</a></li>`,
  )}</ul>`;
}

/** What the catalogue knows of other ways; nothing is made up. */
function nobody(book: Phrasebook, { website, address, slug }: Organisation): Html {
  const { say, locale } = book;
  return html`<p>${say("write.nobody")}</p>
${address !== null && html`<p><bdi>${address}</bdi></p>`}
${website !== null && html`<p><a href="${website}" rel="noopener noreferrer"><bdi>${website}</bdi></a></p>`}
<p><a href="${addresses.organisation(locale, slug)}">${say("network.about")}</a></p>`;
}

/** After it was sent: it is stored, and on its way by mail. */
export function writtenPage(book: Phrasebook, organisation: Organisation): string {
  const { say, locale } = book;
  const title = say("write.sent.title");
  return renderPage(book, {
    title,
    description: title,
    addressIn: (other) => addresses.written(other, organisation.slug),
    main: single({
      name: organisation.name,
      title,
      body: html`<section class="card"><p>${say("write.sent.text", { organisation: organisation.name })}</p>
<p><a href="${addresses.organisation(locale, organisation.slug)}">${say("network.about")}</a></p></section>`,
    }),
  });
}
