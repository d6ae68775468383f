import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { languageOf } from "#campaigns/platform/languages/languages.ts";
import type { AudienceMeasure } from "#campaigns/updates/audience/measure-audience.ts";
import type { Going } from "#campaigns/updates/sending/read-going.ts";
import type { Update } from "#campaigns/updates/update.model.ts";
import type { UpdateDraft } from "#campaigns/updates/writing/write-update.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, type FieldErrors } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { isAllowed } from "../policies.ts";
import { equationPart, progressPart, uncertainPart } from "./account.view.ts";
import { audiencePart, measurePart, rulesPart } from "./audience.view.ts";
import { fallbackPart, textPart } from "./compose.view.ts";
import { cancelOnce, decidePart, type Scheduling } from "./decide.view.ts";
import { type Envelope, type Looking, previewPart } from "./preview.view.ts";
import { historyPart, stepsPart } from "./steps.view.ts";
import type { Rules } from "./updates-options.ts";

/** The contents of an update's page. */
export type UpdateView = {
  campaign: Campaign;
  update: Update;
  account: Account;
  /** Name of the organisation that sends it. */
  organisation: string;
  organisations: readonly { slug: string; name: string }[];
  byCountry: Readonly<Record<string, number>>;
  /** Undefined once sending has started. */
  measure: AudienceMeasure | undefined;
  /** Once sending has started. */
  going: Going | undefined;
  looking: Looking;
  /** From whom its mail comes and where answers go; undefined without a text. */
  envelope: Envelope | undefined;
  beside?: Update["fallback"][number] | undefined;
  /** Names of those who wrote, sent and approved it, by id of the account. */
  people: ReadonlyMap<string, string>;
  now: Date;
  rules: Rules;
  /** What was typed and could not be saved, and why. */
  typed?: UpdateDraft | undefined;
  errors?: FieldErrors | undefined;
  /** Somebody else saved in the meantime: `update` is theirs. */
  isConflict?: boolean | undefined;
  scheduling?: Scheduling | undefined;
  notice?: string | undefined;
};

/** The page of one update, whatever state it is in. */
export function updatePage(book: ConsoleBook, view: UpdateView): string {
  const { say, moment } = book;
  const { campaign, update, account, errors = {} } = view;
  const title = subjectOf(update) || say("updates.untitled");
  const mayWrite = isAllowed(account, "updates.write");
  const isDraft = update.state === "draft" && mayWrite;
  // Nobody approves what they have not been shown: the button stands below every text.
  const isToRead = update.state === "submitted" && mayWrite;
  return consolePage(book, {
    title,
    section: "updates",
    account,
    campaign: namedCampaign(campaign, account),
    scripts: ["updates.js", "toolbar.js"],
    notice: view.notice,
    main: html`<p class="crumbs"><a href="${consoleUrls.updates(campaign.slug)}">${say("updates.title")}</a></p>
<div class="head"><h1 dir="auto">${title}</h1><p class="soft small">${say("updates.saved", {
      moment: moment(update.changedAt),
    })}</p></div>
${stepsPart(book, update)}
${historyPart(book, update, view.people)}
${errorSummary(book, errors)}
${view.isConflict && conflictPart(book, view)}
${
  update.state === "draft" &&
  update.remark &&
  html`<section class="needs"><p>${say("updates.remark", { remark: update.remark })}</p></section>`
}
${isToRead && html`<p class="actions"><a class="button" href="#decide">${say("updates.submitted.read")}</a></p>`}
${mayWrite && !isToRead && decidePart(book, { update, campaign, account, scheduling: view.scheduling })}
${view.going && progressPart(book, update, view.going, view.rules)}
${update.state === "sending" && rulesPart(book, view.rules)}
${uncertainPart(book, update, mayWrite)}
${view.going && equationPart(book, update, view.going)}
${isDraft ? draftForm(book, view) : finished(book, view)}
${isToRead && html`${allTexts(book, update)}${decidePart(book, { update, campaign, account })}`}`,
  });
}

/** Every text of it, as it was written. */
function allTexts({ say }: ConsoleBook, { texts }: Update): Html {
  return html`<section aria-labelledby="all-texts"><h2 id="all-texts">${say("updates.submitted.texts")}</h2>
${Object.entries(texts).map(([locale, text]) => {
  const { name, intl, direction } = languageOf(locale);
  return html`<h3><span lang="${intl}">${name}</span></h3>
<p lang="${intl}" dir="${direction}"><b>${text?.subject}</b></p>
<div class="text" lang="${intl}" dir="${direction}">${text?.body}</div>
`;
})}</section>`;
}

/** The subject in the first language that has one. */
export function subjectOf({ texts, fallback }: Pick<Update, "texts" | "fallback">): string {
  const codes = [...fallback, ...Object.keys(texts)];
  return codes.map((code) => texts[code]?.subject).find(Boolean) ?? "";
}

function draftForm(book: ConsoleBook, view: UpdateView): Html {
  const { say } = book;
  const { campaign, update, looking, beside, organisation, organisations, byCountry, errors = {} } = view;
  const draft = view.typed ?? update;
  const path = consoleUrls.update(campaign.slug, update._id.toHexString());
  const { locale } = looking;
  const offered = [...new Set([...campaign.languages, ...Object.keys(draft.texts), locale])];
  const sources = campaign.sources.map(({ number, title, section }) => ({
    number,
    name: `${title}, ${section}`,
  }));
  const texts = { draft, locale, beside, errors, offered, sources };
  const { audience } = draft;
  return html`<form method="post" action="${path}" class="writing" data-writing="${path}/count">
<input type="hidden" name="seenAt" value="${update.changedAt.toISOString()}">
<input type="hidden" name="locale" value="${looking.locale}">
${textPart(book, texts)}
<div class="actions"><button class="main" name="next" value="save">${say("updates.act.save")}</button>
<button name="next" value="test">${say("updates.act.test")}</button>
<button name="next" value="pictures">${say("updates.act.pictures")}</button></div>
<section aria-labelledby="audience"><h2 id="audience">${say("updates.audience.title")}</h2>
<div class="columns">
${audiencePart(book, { campaign, audience, organisation, organisations, byCountry, errors })}
<div class="stack">${view.measure && measurePart(book, view.measure, view.now)}
<p><button name="next" value="audience">${say("updates.audience.count")}</button></p>
${rulesPart(book, view.rules)}
${fallbackPart(book, draft, errors, offered)}</div>
</div></section>
${previewPart(book, update, looking, { isDraft: true, envelope: view.envelope })}
<div class="actions"><button class="main" name="next" value="submit">${say("updates.act.submit")}</button>
<button name="next" value="save">${say("updates.act.save")}</button>
${cancelOnce(book, update)}</div>
</form>`;
}

/** What cannot be changed now: its audience, and the texts that go out. */
function finished(book: ConsoleBook, view: UpdateView): Html {
  const { say } = book;
  const { campaign, update, looking, account, now } = view;
  const path = consoleUrls.update(campaign.slug, update._id.toHexString());
  const mayWrite = isAllowed(account, "updates.write");
  return html`${
    view.measure &&
    html`<section aria-labelledby="audience"><h2 id="audience">${say("updates.measure.title")}</h2>
${measurePart(book, view.measure, now)}
${rulesPart(book, view.rules)}</section>`
  }
${previewPart(book, update, looking, { isDraft: false, envelope: view.envelope })}
${
  mayWrite &&
  html`<form class="actions" method="post" action="${path}/test">
<input type="hidden" name="locale" value="${looking.locale}"><button>${say("updates.act.testOnly")}</button></form>
<form class="actions" method="post" action="${path}/archive"><input type="hidden" name="list" value="${
    update.unlisted ? "yes" : "no"
  }"><button>${say(
    update.unlisted ? "updates.act.list" : "updates.act.unlist",
  )}</button>${update.unlisted && html`<span class="hint">${say("updates.unlisted")}</span>`}</form>`
}`;
}

/** Both texts: what the other person saved, and the assurance that nothing typed is lost. */
function conflictPart({ say }: ConsoleBook, { update, typed, looking }: UpdateView): Html {
  const { intl, direction } = languageOf(looking.locale);
  const theirs = update.texts[looking.locale];
  const mine = update.state === "draft" ? undefined : typed?.texts[looking.locale];
  return html`<section class="needs" aria-labelledby="conflict"><h2 id="conflict">${say("updates.conflict.title")}</h2>
<p>${say(mine ? "updates.conflict.moved" : "updates.conflict.text")}</p>
${
  mine
    ? html`<div class="field"><label for="mine">${mine.subject}</label><textarea
id="mine" rows="12" readonly lang="${intl}" dir="${direction}">
${mine.body}</textarea></div>`
    : html`<h3>${say("updates.conflict.theirs")}</h3>
<p lang="${intl}" dir="${direction}"><b>${theirs?.subject}</b></p>
<div class="text" lang="${intl}" dir="${direction}">${theirs?.body}</div>`
}
</section>`;
}
