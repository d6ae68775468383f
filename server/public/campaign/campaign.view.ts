import { html } from "hono/html";
import type { PublicHandover } from "#campaigns/handovers/list-handovers.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { lifeOf } from "#campaigns/petitions/petition-life.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { fewestNamed } from "#campaigns/signing/tallies/read-public-totals.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import { withoutMarks } from "#campaigns/texts/parse-marked.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { type Page, renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { closedText } from "./closing.view.ts";
import { handed } from "./handed.view.ts";
import { illustration } from "./illustration.view.ts";
import { marked } from "./marked.view.ts";
import { feedOf, type NewsLine, news } from "./news.view.ts";
import { textsOf } from "./own-texts.ts";
import { otherPetitions, petitionStillOpen } from "./petitions.view.ts";
import type { FormAnswers, FormTrouble } from "./sign-form.ts";
import { signForm } from "./sign-form.view.ts";
import { signaturesByCountry } from "./signatures-by-country.view.ts";
import { counting, handovers, reasons, runners, sources } from "./story.view.ts";
import { tally } from "./tally.view.ts";
import { troubleTitle } from "./trouble.view.ts";
import { addressee, signedWords } from "./words.view.ts";

/** Whether people can sign, and if not, why. */
export type Signing = { state: "open" } | { state: "not-yet"; opensAt: Date } | { state: "closed" };

/** The contents of a petition's page. */
export type CampaignView = {
  campaign: Campaign;
  petition: Petition;
  totals: Totals;
  answers: FormAnswers;
  signing: Signing;
  /** When the page is drawn. */
  now: Date;
  publicUrl: string;
  /** Colours other than the published ones: a preview's. */
  dress?: NonNullable<Page["campaign"]>;
  /** Sent updates, newest first. */
  news?: readonly NewsLine[];
  /** Checked handovers, oldest first. */
  handedOver?: readonly PublicHandover[];
};

/** A petition's page: ask, total, form, and the story behind it. */
export function campaignPage(book: Phrasebook, view: CampaignView): string {
  const { campaign, petition, totals } = view;
  const texts = textsOf(book, campaign);
  const isOpen = view.signing.state === "open";
  return renderPage(book, {
    title: texts.headline,
    description: withoutMarks(texts.ask),
    addressIn: (locale) => addresses.campaign(locale, campaign.slug, petition.country),
    publicUrl: view.publicUrl,
    ...linkOf(book, view),
    campaign: view.dress ?? dressOf(campaign),
    scripts: ["totals.js", ...(isOpen ? formScripts(campaign) : [])],
    ...((view.news ?? []).length > 0 && { feed: feedOf(book, campaign) }),
    ...(isOpen ? { formId: "sign" } : {}),
    main: html`<div class="wrap campaign">
<div class="ask">
${askOf(book, campaign, petition)}
${tally(book, { campaign, petition, state: view.signing.state === "closed" ? "closed" : "open" }, totals)}
</div>
${isOpen ? signForm(book, view) : notSigning(book, view)}
<p class="first"${texts.speech}>${marked(book, texts.first)}</p>
<div class="story">
${illustration(book, campaign)}
${reasons(book, texts)}
${runners(book, campaign, texts)}
${counting(book, campaign)}
${signaturesByCountry(book, view, totals)}
${handovers(book, texts)}
${handed(book, petition, view.handedOver ?? [], view.now)}
${news(book, campaign, view.news ?? [])}
${otherPetitions(book, view)}
${isOpen && again(book)}
${sources(book, campaign, texts)}
</div>
</div>`,
  });
}

/** How a link to the page shows itself. */
function linkOf(
  book: Phrasebook,
  view: CampaignView,
): Pick<Page, "anyLanguage" | "picture" | "pictureText" | "about"> {
  const { campaign, petition, totals, publicUrl } = view;
  const { slug, organisation } = campaign;
  const picture = addresses.card(book.locale, slug, petition.id);
  const name = campaign.organisationNames[organisation] ?? organisation;
  const url = publicUrl + addresses.organisation(book.locale, organisation);
  const count = {
    "@type": "InteractionCounter",
    interactionType: "EndorseAction",
    userInteractionCount: totals.total,
  };
  return {
    anyLanguage: addresses.anyLanguage(slug, petition.country),
    // Networks keep a picture by its address: a day later they fetch it anew.
    picture: `${picture}?day=${totals.asOf.toISOString().slice(0, 10)}`,
    pictureText: `${textsOf(book, campaign).headline}. ${book.say("campaign.to", {
      target: petition.target[textLocale(campaign, book.locale)] ?? "",
    })}`,
    about: {
      "@type": "WebPage",
      publisher: { "@type": "Organization", name, url },
      ...(totals.total >= fewestNamed && { interactionStatistic: count }),
    },
  };
}

/** Name, headline and target of a petition, as shown on the band. */
function askOf(book: Phrasebook, campaign: Campaign, petition: Petition): Html {
  const texts = textsOf(book, campaign);
  return html`<p class="name"${texts.speech}>${texts.name}</p>
<h1${texts.speech}>${texts.headline}</h1>
<p class="target">${addressee(book, campaign, petition)}</p>`;
}

function notSigning(book: Phrasebook, { campaign, petition, signing, now }: CampaignView): Html {
  const life = lifeOf(campaign, petition);
  const text =
    signing.state === "not-yet"
      ? book.say("campaign.notYet.text", { moment: book.momentIn(signing.opensAt, campaign.timeZone) })
      : closedText(book, life);
  const title = signing.state === "not-yet" ? "campaign.notYet.title" : "campaign.closed.title";
  return html`<section class="sign" id="sign" aria-labelledby="sign-title">
<div class="card">
<h2 id="sign-title">${book.say(title)}</h2>
<p>${text}</p>
${
  signing.state === "closed" &&
  campaign.verification === "email" &&
  html`<p>${book.say("campaign.closed.confirm")}</p>`
}
${
  signing.state === "closed" &&
  life.closed &&
  html`<p>${book.say(`campaign.closed.because${petition.closed ? "Petition" : ""}.${life.closed.reason}`)}</p>`
}
${petitionStillOpen(book, { campaign, petition, now })}
<details class="wording">
<summary>${book.say("campaign.readWords")}</summary>${signedWords(book, campaign, petition)}</details>
</div>
</section>`;
}

/** A link back to the form for those who read to the end on a phone, where it does not stay in view. */
function again(book: Phrasebook): Html {
  return html`<section class="again" aria-labelledby="again">
<h2 id="again">${book.say("campaign.again")}</h2>
<a class="button" href="#sign">${book.say("form.submit")}</a>
</section>`;
}

/** Scripts that a form of a campaign is better with. */
export function formScripts({ asksPostcode }: Campaign): ("form.js" | "postcode.js")[] {
  return asksPostcode ? ["form.js", "postcode.js"] : ["form.js"];
}

/** The page that shows a sent form again, with its problems, if any, and every answer kept. */
export function returnedFormPage(
  book: Phrasebook,
  { campaign, petition, answers, now }: Pick<CampaignView, "campaign" | "petition" | "answers" | "now">,
  trouble?: FormTrouble,
): string {
  const texts = textsOf(book, campaign);
  const page: Page = {
    title: returnedTitle(book, texts.headline, trouble),
    description: withoutMarks(texts.ask),
    addressIn: (locale) => addresses.campaign(locale, campaign.slug, petition.country),
    campaign: dressOf(campaign),
    formId: "sign",
    scripts: formScripts(campaign),
    main: html`<div class="wrap single">
<div class="ask">${askOf(book, campaign, petition)}</div>
${signForm(book, { campaign, petition, answers, now, ...(trouble && { trouble }) })}
</div>`,
  };
  return renderPage(book, page);
}

function returnedTitle(book: Phrasebook, headline: string, trouble: FormTrouble | undefined): string {
  if (!trouble) return headline;
  const title = troubleTitle(book, trouble);
  return trouble.kind === "other-petition" || trouble.kind === "petition-closed"
    ? title
    : book.say("site.error", { title });
}
