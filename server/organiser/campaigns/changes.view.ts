import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Change, PartChanges, Piece } from "#campaigns/petitions/drafts/compare-drafts.ts";
import type { Draft } from "#campaigns/petitions/drafts/draft.model.ts";
import type { Part } from "#campaigns/petitions/drafts/passages.ts";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import type { Problem } from "#campaigns/texts/yaml-file.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { draftActs } from "./draft-acts.view.ts";
import type { Named } from "./overview.ts";
import { passageLabel } from "./passage-label.ts";
import { nameOfPetition, type Offices } from "./petition-names.ts";

type View = {
  draft: Draft;
  offices: Offices;
  name: string;
  isMadeUp: boolean;
  languages: readonly Locale[];
  /** Nothing of the campaign was published before: everything is new. */
  isFirst: boolean;
  changes: readonly PartChanges[];
  problems: readonly Problem[];
  organisations: Named["organisations"];
  people: Named["people"];
};

/** What a draft changes, passage by passage in each language, and what can be done with it. */
export function changesPage(book: ConsoleBook, account: Account, view: View): string {
  const { say } = book;
  const { draft, name, isFirst } = view;
  const title = say("campaigns.changes.title");
  return consolePage(book, {
    title: `${title}, ${name}`,
    section: "petitions",
    account,
    campaign: { slug: draft.campaign, name, isBegun: isFirst, isMadeUp: view.isMadeUp },
    main: html`<p class="crumbs"><a href="${consoleUrls.petitions(draft.campaign)}">${name}</a>${
      draft.petition && html` / ${nameOfPetition(book, draft.petition, view.offices)}`
    }</p>
<h1>${title}</h1>
${isFirst ? previews(book, view) : ""}
${listOf(book, view)}
<section aria-labelledby="h-next"><h2 id="h-next">${say("campaigns.edit.next")}</h2>
${draftActs(book, account, draft, { ...view, isCompared: true })}</section>`,
  });
}

function previews(book: ConsoleBook, { draft, languages }: View): Html {
  const links = languages.map((locale) => {
    const { name, intl } = languageOf(locale);
    return html`<a href="${consoleUrls.preview(
      draft.campaign,
      draft.petition,
      locale,
    )}"><span lang="${intl}">${name}</span></a>`;
  });
  return html`<p>${book.say("campaigns.changes.first")}</p><p class="tools">${links}</p>`;
}

function listOf(book: ConsoleBook, view: View): Html {
  const { changes: parts, isFirst } = view;
  const { say } = book;
  if (parts.length === 0) return html`<p>${say("campaigns.changes.none")}</p>`;
  return html`${isFirst ? "" : html`<p class="soft">${say("campaigns.changes.lead")}</p>`}
${parts.map(
  ({
    part,
    changes,
  }) => html`<section aria-labelledby="h-${part}"><h2 id="h-${part}">${partName(book, part)}</h2>
${changes.map((change) => changeView(book, view, part, change))}</section>
`,
)}`;
}

function partName({ say }: ConsoleBook, part: Part): string | Html {
  if (part === "sources") return say("campaigns.edit.sources");
  const { name, intl } = languageOf(part);
  return html`<span lang="${intl}">${name}</span>`;
}

/** A text that is new is shown in full; of one that changes, what goes and what comes. */
function changeView(
  book: ConsoleBook,
  { isFirst, offices }: View,
  part: Part,
  { passage, kind, pieces }: Change,
): Html {
  const { intl, direction } = part === "sources" ? { intl: undefined, direction: "auto" } : languageOf(part);
  const speech = html`${intl && html` lang="${intl}"`} dir="${direction}"`;
  return html`<h3>${passageLabel(book, passage, offices)}${
    kind !== "changed" &&
    !isFirst &&
    html` <span class="state">${book.say(`campaigns.changes.${kind}`)}</span>`
  }</h3>
<p class="text compared"${speech}>${
    isFirst ? passage.text : pieces.map((piece) => pieceView(book, piece))
  }</p>
`;
}

/** Marked by line and colour for the eye, by words for screen readers. */
function pieceView({ say, tag, direction }: ConsoleBook, { kind, text }: Piece): Html {
  const word = (which: "in" | "out" | "end") =>
    html`<span class="unseen" lang="${tag}" dir="${direction}"> ${say(`campaigns.changes.${which}`)} </span>`;
  if (kind === "same") return html`${text}`;
  return kind === "in"
    ? html`<ins>${word("in")}${text}${word("end")}</ins>`
    : html`<del>${word("out")}${text}${word("end")}</del>`;
}
