import { html, raw } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { droppable } from "#campaigns/petitions/drafts/change-languages.ts";
import type { Draft } from "#campaigns/petitions/drafts/draft.model.ts";
import { stages } from "#campaigns/petitions/drafts/draft-states.ts";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import { addresses } from "#server/page/addresses.ts";
import type { Html } from "#server/page/html.ts";
import { lastMinute } from "#server/public/campaign/closing.view.ts";
import { consoleUrls } from "../console-urls.ts";
import { askOnce } from "../frame/ask-once.view.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, errorSummary, type FieldErrors } from "../frame/fields.view.ts";
import { languageField } from "../frame/language-field.view.ts";
import { termLink } from "../glossary/terms.ts";
import { isAllowed } from "../policies.ts";
import { draftActs } from "./draft-acts.view.ts";
import { wishesSection } from "./join.view.ts";
import type { Overview, PetitionRow } from "./overview.ts";
import { nameOfPetition } from "./petition-names.ts";

type State = {
  done?: string | undefined;
  trouble?: string;
  /** What was typed, and not stored because of it. */
  note?: string | undefined;
  errors?: FieldErrors;
  sent?: { country: string; organisation: string };
};

const notices = ["saved", "submit", "approve", "give-back", "publish", "add", "discard", "agree", "decline"];

/** A campaign with its page, languages and petitions, and what each is waiting for. */
export function overviewPage(book: ConsoleBook, account: Account, seen: Overview, state: State): string {
  const { say } = book;
  const title = say("campaigns.overview.title");
  const isShown = seen.campaign && seen.campaign.state !== "draft";
  return consolePage(book, {
    title: `${title}, ${seen.name}`,
    section: "petitions",
    account,
    campaign: {
      ...{ slug: seen.slug, name: seen.name },
      ...{ isBegun: !seen.campaign, isMadeUp: seen.campaign?.madeUp === true },
    },
    notice:
      state.done && notices.includes(state.done) ? say(`campaigns.draft.done.${state.done}`) : undefined,
    main: html`<p class="crumbs"><a href="${consoleUrls.campaigns}">${say("campaigns.title")}</a></p>
<div class="head"><h1>${seen.name}</h1><p class="tools">${
      isShown &&
      html`<a href="${addresses.campaign(book.locale, seen.slug)}">${say("campaigns.overview.seePage")}</a>`
    }${seen.campaign && html`<a href="${consoleUrls.posters(seen.slug)}">${say("campaigns.posters.title")}</a>`}${
      seen.campaign &&
      seen.page &&
      html`<a href="${consoleUrls.shares(seen.slug)}">${say("campaigns.shares.title")}</a>`
    }${
      seen.campaign &&
      seen.page &&
      isAllowed(account, "campaigns.change") &&
      html`<a href="${consoleUrls.schedule(seen.slug)}">${say("campaigns.overview.schedule")}</a>`
    }${
      !seen.campaign &&
      isAllowed(account, "petitions.edit") &&
      html`<a
href="${consoleUrls.settings(seen.slug)}">${say("campaigns.settings.title")}</a>`
    }</p></div>
${steps(book, seen)}
${
  state.trouble &&
  html`<section class="trouble" role="alert"><p>${state.trouble}</p>${
    state.note &&
    html`<p class="hint">${say("frame.problem.typed")}</p><p class="text" dir="auto">${state.note}</p>`
  }</section>`
}
${state.errors && errorSummary(book, state.errors)}
${
  seen.wishes.length > 0 &&
  isAllowed(account, "petitions.edit") &&
  wishesSection(
    book,
    seen.slug,
    seen.wishes,
    new Map(seen.organisations.map(({ slug, name }) => [slug, name])),
  )
}
${seen.page && pageSection(book, account, seen, seen.page)}
${petitionsSection(book, account, seen)}
${seen.page && isAllowed(account, "petitions.edit") && addSection(book, seen, state)}`,
  });
}

function steps(book: ConsoleBook, { stage, campaign }: Overview): Html {
  const at = stages.indexOf(stage);
  const items = stages.map((each, index) => {
    const mark =
      index === at
        ? raw('class="stage" aria-current="step"')
        : raw(index < at ? 'class="stage done"' : 'class="stage"');
    return html`<li ${mark}>${book.say(`campaigns.stage.${each}`)}</li>`;
  });
  const momentOf = (at: Date) => book.momentIn(at, campaign?.timeZone ?? "UTC");
  const says =
    campaign &&
    (campaign.closed
      ? book.say("campaigns.overview.closedOn", { day: book.day(campaign.closed.at) })
      : stage === "scheduled"
        ? book.say("campaigns.overview.opens", { day: momentOf(campaign.opensAt) })
        : campaign.closesAt &&
          book.say("campaigns.overview.closes", {
            day: momentOf(lastMinute(campaign.closesAt, campaign.timeZone)),
          }));
  return html`<ol class="stages" aria-label="${book.say("campaigns.overview.steps")}">${items}</ol>${
    says && html`<p class="soft">${says}</p>`
  }`;
}

function pageSection(
  book: ConsoleBook,
  account: Account,
  seen: Overview,
  { open, progress }: NonNullable<Overview["page"]>,
): Html {
  const { say } = book;
  const { draft } = open;
  const verb = isAllowed(account, "petitions.edit") ? "edit" : "preview";
  const removable = new Set(droppable(open).map((name) => name.replace(/^texts\/|\.yaml$/g, "")));
  const rows = progress.languages.map(({ locale, passages, empty }) => {
    const { name, intl } = languageOf(locale);
    const done = say("campaigns.overview.passagesOf", {
      done: book.number(passages.length - empty),
      all: book.number(passages.length),
    });
    return html`<tr><th scope="row"><span lang="${intl}">${name}</span></th><td class="n${
      empty > 0 ? " need" : ""
    }">${done}</td><td>${
      verb === "edit" &&
      html`<a href="${consoleUrls.edit(seen.slug, null, locale)}">${say("campaigns.overview.edit")}<span
class="unseen">: ${name}</span></a> · `
    }<a href="${consoleUrls.preview(seen.slug, null, locale)}">${say("campaigns.overview.preview")}<span
class="unseen">: ${name}</span></a>${
      verb === "edit" && removable.has(locale) && languageRemover(book, seen.slug, locale)
    }</td></tr>
`;
  });
  return html`<section aria-labelledby="h-page"><h2 id="h-page">${say("campaigns.overview.page")}</h2>
<div class="columns"><div><table class="table"><caption>${say("campaigns.overview.pageHint")}</caption>
<thead><tr><th scope="col">${say("campaigns.overview.language")}</th>
<th scope="col" class="n">${say("campaigns.overview.passages")}</th>
<th scope="col"><span class="unseen">${say("campaigns.overview.edit")}</span></th></tr></thead>
<tbody>${rows}</tbody></table>
${
  verb === "edit" &&
  languageAdder(
    book,
    seen.slug,
    progress.languages.map(({ locale }) => locale),
  )
}
<p>${
    verb === "edit"
      ? html`<a href="${consoleUrls.edit(seen.slug, null, "sources")}">${say("campaigns.overview.sources")}</a>`
      : say("campaigns.overview.sources")
  } · ${book.count("campaigns.overview.sourcesHint", progress.sources)}</p></div>
<div>${draftActs(book, account, draft, {
    problems: progress.problems,
    organisations: seen.organisations,
    people: seen.people,
  })}</div></div></section>`;
}

function languageAdder(book: ConsoleBook, slug: string, except: readonly Locale[]): Html {
  const { say } = book;
  return html`<form class="row" method="post" action="${consoleUrls.languages(slug)}">
${languageField(book, {
  name: "language",
  label: say("campaigns.overview.addLanguage"),
  hint: say("campaigns.overview.addLanguageHint"),
  except,
})}
<button type="submit">${say("campaigns.overview.addLanguageButton")}</button></form>`;
}

function languageRemover({ say }: ConsoleBook, slug: string, locale: Locale): Html {
  const { name } = languageOf(locale);
  return askOnce({
    label: say("campaigns.overview.dropLanguage", { language: name }),
    follows: say("campaigns.overview.dropLanguageFollows", { language: name }),
    act: html`<form method="post" action="${consoleUrls.languages(slug)}/drop">
<input type="hidden" name="language" value="${locale}"><button class="grave" type="submit">${say(
      "campaigns.overview.dropLanguage",
      { language: name },
    )}</button></form>`,
  });
}

function petitionsSection(book: ConsoleBook, account: Account, seen: Overview): Html {
  const { say } = book;
  const mayEdit = isAllowed(account, "petitions.edit");
  const first = seen.campaign?.languages[0] ?? account.locale;
  const offices = new Map(seen.petitions.map(({ id, office }) => [id, office]));
  const nameOf = ({ id }: PetitionRow) => nameOfPetition(book, id, offices);
  const row = (petition: PetitionRow) => html`<tr>
<th scope="row">${
    petition.isOwn && mayEdit
      ? html`<a href="${consoleUrls.edit(seen.slug, petition.id, first)}">${nameOf(petition)}</a>`
      : nameOf(petition)
  }${petition.draft && html` ${waits(book, seen.slug, petition.id, petition.draft)}`}</th>
<td data-name="${say("campaigns.overview.addressed")}">${petition.office}</td>
<td data-name="${say("campaigns.overview.organisation")}">${organisationName(seen, petition.organisation)}</td>
<td data-name="${say("campaigns.overview.version")}">${versions(book, petition)}</td>
<td data-name="${say("campaigns.life.state")}">${lifeCell(book, account, seen, petition)}</td>
</tr>
`;
  return html`<section aria-labelledby="h-petitions"><h2 id="h-petitions">${say("campaigns.overview.petitions")}</h2>
<table class="table stacks"><thead><tr><th scope="col">${say("campaigns.overview.petition")}</th>
<th scope="col">${say("campaigns.overview.addressed")}</th>
<th scope="col">${say("campaigns.overview.organisation")}</th>
<th scope="col">${say("campaigns.overview.version")}</th>
<th scope="col">${say("campaigns.life.state")}</th></tr></thead>
<tbody>${seen.petitions.map(row)}</tbody></table>
<p class="tools">${termLink(book, "petition")}${termLink(book, "version")}</p></section>`;
}

/** Where a published petition stands, and the way to its dates and closing. */
function lifeCell(
  { say }: ConsoleBook,
  account: Account,
  { slug, campaign }: Overview,
  { id, stage }: PetitionRow,
): Html | undefined {
  if (!stage || !campaign) return undefined;
  return html`<span class="state">${say(`campaigns.life.stage.${stage}`)}</span>${
    isAllowed(account, "campaigns.change") &&
    html`<br><a href="${consoleUrls.life(slug, id)}">${say("campaigns.life.link")}</a>`
  }`;
}

/** The state of a petition's draft; it leads to the changes, and to the button for the next step. */
function waits({ say }: ConsoleBook, campaign: string, petition: string, { state }: Draft): Html {
  const mark = state === "submitted" ? "state need" : "state";
  return html`<a class="${mark}"
href="${consoleUrls.changes(campaign, petition)}">${say(`campaigns.draft.state.${state}`)}<span
class="unseen">: ${say("campaigns.changes.link")}</span></a>`;
}

function organisationName({ organisations, campaign }: Overview, slug: string): string {
  const named = organisations.find((each) => each.slug === slug)?.name;
  return named ?? campaign?.organisationNames[slug] ?? slug;
}

/**
 * Which wordings people sign and have signed. What proves a text to others, its checksum, stands in bundles and in the
 * log.
 */
function versions(book: ConsoleBook, { versions: all }: PetitionRow): Html {
  if (all.length === 0) return html`${book.say("campaigns.overview.notPublished")}`;
  return html`<ul>${all.map(
    ({ version, publishedAt, signed }) =>
      html`<li>${book.say("campaigns.overview.versionSigned", {
        version: book.number(version),
        day: book.day(publishedAt),
      })}<br><span class="soft small">${book.say("campaigns.overview.signedIt")}: ${
        signed > 0 ? book.number(signed) : book.say("campaigns.overview.nobody")
      }</span></li>`,
  )}</ul>`;
}

function addSection(book: ConsoleBook, seen: Overview, { errors, sent }: State): Html {
  const { say } = book;
  const taken = new Set(seen.petitions.map(({ country }) => country));
  const countries = countryNames(book.locale).filter(({ code }) => !taken.has(code));
  const whose = seen.page?.open.draft.organisation;
  return html`<section aria-labelledby="h-add"><h2 id="h-add">${say("campaigns.overview.add")}</h2>
<form class="form" method="post" action="${consoleUrls.petitions(seen.slug)}">
<p class="hint">${say("campaigns.overview.addHint")}</p>
${choiceField({
  name: "country",
  label: say("campaigns.overview.country"),
  value: sent?.country,
  error: errors?.country,
  options: [{ value: "", label: "" }, ...countries.map(({ code, name }) => ({ value: code, label: name }))],
})}
${choiceField({
  name: "organisation",
  label: say("campaigns.overview.organisation"),
  value: sent?.organisation ?? whose,
  error: errors?.organisation,
  options: seen.organisations.map(({ slug, name }) => ({ value: slug, label: name })),
})}
<div class="actions"><button type="submit">${say("campaigns.overview.addButton")}</button></div></form></section>`;
}
