import { html } from "hono/html";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { lifeOf, petitionStage, petitionToSign } from "#campaigns/petitions/petition-life.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { type Phrasebook, speech } from "../../page/phrasebook.ts";
import { lastMinute } from "./closing.view.ts";
import { addressee } from "./words.view.ts";

type Shown = { campaign: Campaign; petition: Petition; now: Date };

/** The other petitions of the campaign with where each stands; those in the archive are not listed. */
export function otherPetitions(book: Phrasebook, { campaign, petition, now }: Shown): Html | undefined {
  const others = campaign.petitions.filter(
    (other) => other.id !== petition.id && petitionStage(campaign, other, now) !== "archived",
  );
  if (others.length === 0) return undefined;
  const locale = textLocale(campaign, book.locale);
  return html`<section aria-labelledby="petitions">
<h2 id="petitions">${book.say("campaign.petitions")}</h2>
<p>${book.say("campaign.petitionsText")}</p>
<ul class="petitions">${others.map((other) => {
    const state = stateText(book, { campaign, petition: other, now });
    return html`<li><a href="${addresses.campaign(
      book.locale,
      campaign.slug,
      other.country,
    )}"${speech(book, locale)}>${other.target[locale]}</a>${state && html` <span class="small">${state}</span>`}</li>
`;
  })}</ul>
</section>`;
}

/** Where a petition stands, in a few words with its day; undefined while it is open. */
export function stateText(book: Phrasebook, { campaign, petition, now }: Shown): string | undefined {
  const stage = petitionStage(campaign, petition, now);
  const { opensAt, closesAt, closed, timeZone } = lifeOf(campaign, petition);
  if (stage === "open") return undefined;
  const at = stage === "scheduled" ? opensAt : (closed?.at ?? (closesAt && lastMinute(closesAt, timeZone)));
  if (!at) return book.say("campaign.stageOnly.closed");
  return book.say(`campaign.stage.${stage}`, { day: book.dayIn(at, timeZone) });
}

/** Where to sign while this petition can't be: the international one, if that is open. */
export function petitionStillOpen(book: Phrasebook, { campaign, petition, now }: Shown): Html | undefined {
  const open = petitionToSign(campaign, "", now);
  if (!open || open.id === petition.id) return undefined;
  return html`<p>${book.say("campaign.goesOn")}</p>
<p>${addressee(book, campaign, open)}</p>
<p><a class="button" href="${addresses.campaign(book.locale, campaign.slug, open.country)}#sign">${book.say(
    "campaign.signOpen",
  )}</a></p>`;
}
