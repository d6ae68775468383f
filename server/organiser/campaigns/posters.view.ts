import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, errorSummary, field } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { nameOfPetition, officesOf } from "./petition-names.ts";
import { type CodesView, codesView } from "./source-codes.view.ts";

type View = {
  campaign: Campaign;
  petitions: readonly Petition[];
  chosen: { petition: string | undefined; locale: Locale; source: string | undefined };
  isBadSource: boolean;
  address: string | undefined;
  register: CodesView;
  done: (typeof codesDone)[number] | undefined;
};

/** What may just have been done to a code; each has its own message. */
export const codesDone = ["registered", "archived"] as const;

/** The form for a poster or a link; it changes nothing, so it can be used as often as needed. */
export function postersPage(book: ConsoleBook, account: Account, view: View): string {
  const { say } = book;
  const { campaign, chosen } = view;
  const title = say("campaigns.posters.title");
  const name = campaignName(campaign, book.locale);
  const error = view.isBadSource ? say("campaigns.posters.badSource") : undefined;
  const offices = officesOf(campaign, book.locale);
  const path = consoleUrls.posters(campaign.slug);
  const errors = { ...(error && { source: error }), ...view.register.errors };
  return consolePage(book, {
    title,
    section: "petitions",
    account,
    campaign: namedCampaign(campaign, account),
    notice: view.done && say(`campaigns.codes.done.${view.done}`),
    main: html`<p class="crumbs"><a href="${consoleUrls.petitions(campaign.slug)}">${name}</a></p>
<h1>${title}</h1>
<p class="soft">${say("campaigns.posters.lead")}</p>
${errorSummary(book, errors)}
<form class="form" method="get" action="${path}">
${choiceField({
  name: "petition",
  label: say("campaigns.posters.petition"),
  value: chosen.petition,
  options: view.petitions.map(({ id }) => ({ value: id, label: nameOfPetition(book, id, offices) })),
})}
${choiceField({
  name: "in",
  label: say("campaigns.posters.language"),
  value: chosen.locale,
  options: campaign.languages.map((code) => ({ value: code, label: languageOf(code).name })),
})}
${field({
  name: "source",
  label: say("campaigns.posters.source"),
  value: chosen.source ?? "poster",
  hint: say("campaigns.posters.sourceHint"),
  error,
})}
<div class="actions"><button class="main" type="submit"
formaction="${path}/poster.pdf">${say("campaigns.posters.make")}</button><button
type="submit">${say("campaigns.posters.link")}</button></div>
</form>
${
  view.address &&
  html`<section aria-labelledby="h-link"><h2 id="h-link">${say("campaigns.posters.address")}</h2>
<p class="text mono" dir="ltr">${view.address}</p></section>`
}
${codesView(book, account, campaign.slug, view.register)}`,
  });
}
