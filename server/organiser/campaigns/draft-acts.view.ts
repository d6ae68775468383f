import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Draft, SameMeaning, Stamp } from "#campaigns/petitions/drafts/draft.model.ts";
import { isSecondPerson } from "#campaigns/petitions/drafts/move-draft.ts";
import { isLocale, languageOf } from "#campaigns/platform/languages/languages.ts";
import type { Problem } from "#campaigns/texts/yaml-file.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { field, fieldId, hiddenFields } from "../frame/fields.view.ts";
import { termLink } from "../glossary/terms.ts";
import { isAllowed } from "../policies.ts";
import { type Named, namedStamp } from "./overview.ts";
import { tellRule } from "./translate-passage-problem.ts";

/** How many problems are listed before a page only gives the number of the rest. */
const mostShown = 12;

/** A draft's state, its problems, and the buttons for what an account can do next. */
export function draftActs(
  book: ConsoleBook,
  account: Account,
  draft: Draft,
  given: {
    problems: readonly Problem[];
    organisations: Named["organisations"];
    people: Named["people"];
    /** The page already shows the changes. */
    isCompared?: boolean;
  },
): Html {
  const stamp = (key: "edited" | "submitted" | "approved", of: Stamp | undefined) => {
    if (!of || of.account === "") return undefined;
    const { at, organisation } = namedStamp(of, given);
    return html`<li>${book.say(`campaigns.draft.${key}`, { moment: book.moment(at), organisation })}</li>`;
  };
  return html`<p><span class="state${draft.state === "submitted" ? " need" : ""}">${book.say(
    `campaigns.draft.state.${draft.state}`,
  )}</span></p>
<ul class="soft small">${stamp("edited", draft.edited)}${stamp(
    "submitted",
    draft.submitted,
  )}${stamp("approved", draft.approved)}${(draft.same ?? []).map((each) =>
    signedSame(book, each, given),
  )}</ul>
${
  draft.state !== "published" &&
  !given.isCompared &&
  !(draft.state === "submitted" && isSecondPerson(draft, account.id)) &&
  html`<p class="tools"><a href="${consoleUrls.changes(
    draft.campaign,
    draft.petition,
  )}">${book.say("campaigns.changes.link")}</a></p>`
}
${draft.note && html`<p class="notice">${book.say("campaigns.draft.givenBack", { note: draft.note })}</p>`}
${
  draft.state === "draft" && given.problems.length > 0
    ? problemList(book, account, draft, given.problems)
    : buttons(book, account, draft, given.isCompared ?? false)
}
${discard(book, account, draft)}`;
}

/** Texts that are still empty are counted by language; broken rules are listed one by one. */
function problemList(book: ConsoleBook, account: Account, draft: Draft, problems: readonly Problem[]): Html {
  const isEmpty = ({ code }: Problem) => code === "text-empty";
  const empty = Map.groupBy(problems.filter(isEmpty), partOf);
  const others = problems.filter((problem) => !isEmpty(problem));
  const more = others.length - mostShown;
  return html`<section class="needs"><h3>${book.count("campaigns.draft.waits", problems.length)}</h3>
<ul>${Array.from(
    empty,
    ([part, { length }]) =>
      html`<li><bdi>${partName(book, part)}</bdi>: ${book.count("campaigns.draft.empty", length)}</li>`,
  )}${others
    .slice(0, mostShown)
    .map(
      (problem) =>
        html`<li>${placeOf(book, draft, problem)}: ${tellRule(book, problem)}${
          isAllowed(account, "petitions.edit") && signSame(book, draft, problem)
        }</li>`,
    )}</ul>
${more > 0 && html`<p>${book.count("campaigns.draft.more", more)}</p>`}</section>`;
}

/** The language or part in which something is wrong, as a link to the field where it can be put right. */
function placeOf(book: ConsoleBook, draft: Draft, problem: Problem): Html {
  const part = partOf(problem);
  const name = html`<bdi>${partName(book, part)}</bdi>`;
  if (!isLocale(part) || problem.path.length === 0) return name;
  const field = fieldId(`text.${problem.path.join(".")}`);
  return html`<a href="${consoleUrls.edit(draft.campaign, draft.petition, part)}#${field}">${name}</a>`;
}

/** The button that signs that the words of a language still say the same. */
function signSame({ say }: ConsoleBook, draft: Draft, { code, gaps }: Problem): Html | undefined {
  const { petition, language } = gaps;
  if (code !== "meaning-unsigned" || typeof petition !== "string" || typeof language !== "string")
    return undefined;
  const path = `${consoleUrls.draft(draft.campaign, draft.petition)}/same-meaning`;
  const sent = { revision: String(draft.revision), of: petition, language };
  const label = say("campaigns.draft.sameMeaning", { language: languageOf(language).name });
  return html`<form method="post" action="${path}">
${hiddenFields(Object.entries(sent))}<button type="submit">${label}</button></form>`;
}

function signedSame(book: ConsoleBook, same: SameMeaning, given: Named): Html {
  const { at, organisation } = namedStamp(same, given);
  const gaps = { language: languageOf(same.locale).name, moment: book.moment(at), organisation };
  return html`<li>${book.say("campaigns.draft.signedSame", gaps)}</li>`;
}

/** A problem's file name without folder and extension: a language, `sources` or `campaign`. */
function partOf({ file }: Problem): string {
  return file.replace(/^texts\/|\.yaml$/g, "");
}

function partName(book: ConsoleBook, part: string): string {
  if (part === "campaign") return book.say("campaigns.settings.title");
  if (part === "sources") return book.say("campaigns.overview.sources");
  return isLocale(part) ? languageOf(part).name : part;
}

/** Whoever may write may throw away what was written; what people see stays. */
function discard({ say }: ConsoleBook, account: Account, draft: Draft): Html | undefined {
  if (draft.state === "published" || !isAllowed(account, "petitions.edit")) return undefined;
  const form = html`<form method="post" action="${consoleUrls.draft(
    draft.campaign,
    draft.petition,
  )}/discard"><input type="hidden" name="revision" value="${draft.revision}"><button
class="grave" type="submit">${say("campaigns.draft.discard")}</button></form>`;
  return askOnce({
    label: say("campaigns.draft.discard"),
    follows: say("campaigns.draft.discardFollows"),
    act: form,
  });
}

function buttons(book: ConsoleBook, account: Account, draft: Draft, isCompared: boolean): Html | undefined {
  const { say } = book;
  const form = (
    move: string,
    inner: Html,
  ) => html`<form class="form" method="post" action="${consoleUrls.draft(draft.campaign, draft.petition)}/${move}">
<input type="hidden" name="revision" value="${draft.revision}">${inner}</form>`;
  const button = (move: string, kind: string) =>
    html`<div class="actions"><button class="${kind}" type="submit">${say(`campaigns.draft.${move}`)}</button></div>`;
  if (draft.state === "draft" && isAllowed(account, "petitions.edit"))
    return form("submit", button("submit", "main"));
  if (!isAllowed(account, "petitions.approve") || draft.state === "published") return undefined;
  const requestChanges = html`<details><summary>${say("campaigns.draft.give-back")}</summary>${form(
    "give-back",
    html`${field({ name: "note", label: say("campaigns.draft.note"), rows: 3 })}${button("give-back", "grave")}`,
  )}</details>`;
  if (draft.state === "approved") {
    return html`${form(
      "publish",
      html`<p class="hint">${say("campaigns.draft.publishHint")}</p>${button("publish", "main")}`,
    )}${requestChanges}`;
  }
  if (!isSecondPerson(draft, account.id))
    return html`<p class="hint">${say("campaigns.draft.needsSecond")} ${termLink(book, "approval")}</p>
${requestChanges}`;
  // Nobody approves what they have not been shown: the button stands below the whole text.
  const changes = consoleUrls.changes(draft.campaign, draft.petition);
  return isCompared
    ? html`${form("approve", button("approve", "main"))}${requestChanges}`
    : html`<p class="actions"><a class="button main" href="${changes}">${say("campaigns.draft.read")}</a></p>`;
}
