import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { dressOf } from "../campaign/colours.ts";
import { consent } from "../campaign/consent.view.ts";
import { addresses } from "../page/addresses.ts";
import { renderPage } from "../page/layout.view.ts";
import type { Phrasebook } from "../page/phrasebook.ts";
import { single } from "../page/single.view.ts";

/** What somebody agreed to, for the page that changes it. */
export type PreferencesView = {
  campaign: Campaign;
  consent: { updates: boolean; showName: boolean };
  token: string;
  /** They have just been saved. */
  isSaved: boolean;
};

/** The two consents, to tick or untick. */
export function preferencesPage(book: Phrasebook, view: PreferencesView): string {
  const { say, locale } = book;
  const title = say("preferences.title");
  return renderPage(book, {
    title,
    description: say("preferences.lead"),
    addressIn: (other) => addresses.mailed(other, "preferences", view.token),
    campaign: dressOf(view.campaign),
    main: single({
      name: textsOf(book, view.campaign).name,
      title,
      lead: say("preferences.lead"),
      body: html`<section class="card" aria-label="${title}">
${view.isSaved && html`<p class="done" role="status">${say("preferences.saved")}</p>`}
<form method="post" action="${addresses.mailed(locale, "preferences", view.token)}">
${consent("consent.updates", say("form.updates"), view.consent.updates)}
${consent("consent.showName", say("form.showName"), view.consent.showName)}
<button class="button" type="submit">${say("preferences.button")}</button>
</form>
</section>
<p class="after">${say("preferences.withdraw")} <a href="${addresses.links(locale, view.campaign.slug)}">${say("links.button")}</a></p>`,
    }),
  });
}
