import { html, raw } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Part } from "#campaigns/petitions/drafts/passages.ts";
import { languageOf } from "#campaigns/platform/languages/languages.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary } from "../frame/fields.view.ts";
import { toolbarTemplate } from "../frame/toolbar.view.ts";
import { draftActs } from "./draft-acts.view.ts";
import type { EditorView } from "./editor.ts";
import { passageField } from "./passage.view.ts";
import { passageLabel } from "./passage-label.ts";
import { nameOfPetition } from "./petition-names.ts";

/** The page for writing the texts of one language, or the sources. */
export function editorPage(book: ConsoleBook, account: Account, view: EditorView): string {
  const { say } = book;
  const { draft, part, passages } = view;
  const title = titleOf(book, view);
  return consolePage(book, {
    title,
    section: "petitions",
    account,
    campaign: {
      ...{ slug: draft.campaign, name: view.name },
      ...{ isBegun: !view.isPublished, isMadeUp: view.isMadeUp },
    },
    notice: view.done ? say("campaigns.draft.done.saved") : undefined,
    scripts: ["toolbar.js"],
    main: html`<p class="crumbs"><a href="${consoleUrls.petitions(draft.campaign)}">${view.name}</a>${
      draft.petition && html` / ${nameOfPetition(book, draft.petition, view.offices)}`
    }</p>
<div class="head"><h1>${title}</h1><p class="tools">${
      draft.petition &&
      view.isPublished &&
      html`<a href="${consoleUrls.draft(draft.campaign, draft.petition)}/contact">${say("campaigns.contact.link")}</a>`
    }${
      part !== "sources" &&
      html`<a href="${consoleUrls.preview(
        draft.campaign,
        draft.petition,
        part,
      )}">${say("campaigns.overview.preview")}</a>`
    }</p></div>
${tongues(book, view)}
${view.isPublished && html`<p class="soft">${say("campaigns.edit.published")}</p>`}
${troubles(book, view)}
<form class="passages" method="post" action="${consoleUrls.edit(draft.campaign, draft.petition, part)}" novalidate>
${
  part !== "sources" &&
  html`<p class="hint">${say("campaigns.edit.marks")} ${say("campaigns.edit.gap", {
    office: "{office}",
  })}</p>`
}
${part !== "sources" && toolbarTemplate(book, { sources: view.sources })}
<div class="actions"><button class="main" type="submit">${say("campaigns.edit.save")}</button></div>
${passages.map((passage) => passageField(book, view, passage))}
${adders(book, view)}
<div class="actions"><button class="main" type="submit">${say("campaigns.edit.save")}</button></div>
</form>
<section aria-labelledby="h-next"><h2 id="h-next">${say("campaigns.edit.next")}</h2>
${draftActs(book, account, draft, {
  problems: view.allProblems,
  organisations: view.organisations,
  people: view.people,
})}</section>`,
  });
}

function titleOf({ say }: ConsoleBook, { part, first }: EditorView): string {
  if (part === "sources") return say("campaigns.edit.sources");
  return say(part === first ? "campaigns.edit.write" : "campaigns.edit.translate", {
    language: languageOf(part).name,
  });
}

/** The other parts of the same draft. */
function tongues({ say }: ConsoleBook, { draft, part, languages }: EditorView): Html {
  const link = (to: Part, name: string | Html) =>
    html`<a href="${consoleUrls.edit(
      draft.campaign,
      draft.petition,
      to,
    )}"${to === part ? raw(' aria-current="page"') : ""}>${name}</a>`;
  return html`<p class="tools">${languages.map((locale) => {
    const { name, intl } = languageOf(locale);
    return link(locale, html`<span lang="${intl}">${name}</span>`);
  })}${draft.petition === null && link("sources", say("campaigns.overview.sources"))}</p>`;
}

function troubles(book: ConsoleBook, view: EditorView): Html | undefined {
  const { say } = book;
  if (view.tooLong) {
    const errors = view.tooLong.map(({ key, longest }) => {
      const passage = view.passages.find((each) => each.key === key);
      const gaps = {
        what: passage ? passageLabel(book, passage, view.offices) : key,
        longest: book.number(longest),
      };
      return [`text.${key}`, say("campaigns.edit.tooLong", gaps)] as const;
    });
    return errorSummary(book, Object.fromEntries(errors));
  }
  if (!view.conflicts) return undefined;
  const keys = new Set(view.passages.map(({ key }) => key));
  const gone = view.conflicts.filter(({ key }) => !keys.has(key));
  return html`<section class="trouble" role="alert"><h2>${book.count(
    "campaigns.edit.conflict",
    view.conflicts.length,
  )}</h2>
${gone.map(({ mine }) => html`<p>${say("campaigns.edit.taken")}</p><p class="text">${mine}</p>`)}</section>`;
}

function adders({ say }: ConsoleBook, { draft, part, first }: EditorView): Html | undefined {
  if (draft.petition !== null || (part !== first && part !== "sources")) return undefined;
  const names =
    part === "sources" ? ["sources"] : ["why", "facts", "runBy", "handovers", "corrections", "shares"];
  return html`<div id="added"><p class="hint">${say("campaigns.edit.listsHint")}</p>
<div class="actions">${names.map(
    (name) =>
      html`<button type="submit" name="add" value="${name}">${say("campaigns.edit.saveAndAdd", {
        what: say(`campaigns.list-entry.${name}`),
      })}</button>`,
  )}</div></div>`;
}
