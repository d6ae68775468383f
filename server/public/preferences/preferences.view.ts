import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import type { Leaving } from "#campaigns/signing/consent/leave-news.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/campaign.view.ts";
import { consents, type Ticks } from "../campaign/consent.view.ts";
import { leavingCard, leftNote } from "../leaving/leaving.view.ts";

/** What somebody agreed to, for the page that changes it. */
export type PreferencesView = {
  campaign: Campaign;
  petition: Petition;
  consent: Ticks;
  /** The signature is not confirmed yet. */
  waiting: boolean;
  token: string;
  /** They have just been saved. */
  isSaved: boolean;
  /** This was left just now. */
  left?: Leaving | undefined;
};

/** The consents, to tick or untick. */
export function preferencesPage(book: Phrasebook, view: PreferencesView): string {
  const { say, locale } = book;
  const title = say("preferences.title");
  const page = addresses.mailed(locale, "preferences", view.token);
  const { campaign, petition, left, waiting } = view;
  const leaving = { campaign, petition, page, left, waiting };
  return renderPage(book, {
    title,
    description: say("preferences.lead"),
    addressIn: (other) => addresses.mailed(other, "preferences", view.token),
    campaign: dressOf(view.campaign),
    main: single({
      name: textsOf(book, view.campaign).name,
      title,
      lead: say(view.waiting ? "preferences.waiting" : "preferences.lead"),
      body: html`<section class="card" aria-label="${title}">
${leftNote(book, leaving)}${view.isSaved && html`<p class="done" role="status">${say("preferences.saved")}</p>`}
<form method="post" action="${page}">
${consents(book, view.campaign, view.petition, view.consent)}
<button class="button" type="submit">${say("preferences.button")}</button>
</form>
</section>
${leavingCard(book, leaving)}
<p class="after">${say("preferences.withdraw")} <a href="${addresses.links(locale, view.campaign.slug)}">${say("links.button")}</a></p>`,
    }),
  });
}
