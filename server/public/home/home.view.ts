import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import { withoutMarks } from "#campaigns/texts/parse-marked.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { closedText } from "../campaign/closing.view.ts";
import { illustration } from "../campaign/illustration.view.ts";
import type { NewsLine } from "../campaign/news.view.ts";
import { nameOf, textsOf } from "../campaign/own-texts.ts";
import { progress } from "../campaign/tally.view.ts";

/** A campaign on the list: its figures, where it stands, and its updates, newest first. */
export type ListedCampaign = {
  campaign: Campaign;
  totals: Pick<Totals, "total" | "goal">;
  state: "open" | "not-yet" | "closed";
  news: readonly NewsLine[];
};

const shownNews = 5;

/** The way in: campaigns to sign, what is new, and campaigns that have ended. */
export function homePage(book: Phrasebook, listed: readonly ListedCampaign[], publicUrl: string): string {
  const { say } = book;
  const going = listed.filter(({ state }) => state !== "closed");
  const ended = listed.filter(({ state }) => state === "closed");
  return renderPage(book, {
    title: say("home.title"),
    description: say("home.description"),
    addressIn: addresses.home,
    publicUrl,
    anyLanguage: "/",
    about: { "@type": "WebSite" },
    main: single({
      title: say("home.title"),
      lead: say("home.lead"),
      body: html`${
        going.length === 0
          ? html`<p class="none">${say("home.none")}</p>`
          : html`<ul class="campaigns">${going.map((entry) => card(book, entry))}</ul>`
      }
${newest(book, listed)}
${
  ended.length > 0 &&
  html`<section aria-labelledby="ended"><h2 id="ended">${say("home.closed")}</h2>
<ul class="campaigns">${ended.map((entry) => card(book, entry))}</ul></section>`
}`,
    }),
  });
}

function card(book: Phrasebook, { campaign, totals, state }: ListedCampaign): Html {
  const texts = textsOf(book, campaign);
  const address = addresses.campaign(book.locale, campaign.slug);
  const act = book.say(state === "open" ? "home.open" : "home.read");
  const title = state === "closed" && html`<p class="ended">${book.say("campaign.closed.title")}</p>`;
  return html`<li class="card">
${illustration(book, campaign)}
<p class="name"${texts.speech}>${texts.name}</p>
${title}
<h2><a href="${address}"${texts.speech}>${texts.headline}</a></h2>
${state === "closed" ? html`<p>${endOf(book, campaign)}</p>` : html`<p${texts.speech}>${withoutMarks(texts.ask)}</p>`}
${figures(book, totals, state)}
${outcomes(book, campaign, address)}
<a class="button${state === "open" ? "" : " quiet"}" href="${address}" aria-label="${act}: ${texts.headline}">${act}</a>
</li>`;
}

/** How many signed; up to the next goal while more can. */
function figures(book: Phrasebook, totals: ListedCampaign["totals"], state: ListedCampaign["state"]): Html {
  const { total } = totals;
  const isClosed = state === "closed";
  if (total === 0)
    return html`<p class="signed">${book.say(isClosed ? "campaign.none" : "campaign.first")}</p>`;
  const figure = html`<span class="figure">${book.number(total)}</span>`;
  return html`<div class="going"><p class="signed">${figure} ${book.count("campaign.signed", total)}</p>
${!isClosed && progress(book, totals)}</div>`;
}

/** Since when, and why, as its page says. */
function endOf(book: Phrasebook, campaign: Campaign): string {
  const reason = campaign.closed && book.say(`campaign.closed.because.${campaign.closed.reason}`);
  return [reason, closedText(book, campaign)].filter(Boolean).join(" ");
}

/** Where signatures went and what followed, as far as its page tells. */
function outcomes(book: Phrasebook, campaign: Campaign, address: string): Html | undefined {
  const { handovers, speech } = textsOf(book, campaign);
  if (handovers.length === 0) return undefined;
  return html`<div class="outcomes"><h3><a href="${address}#handovers">${book.say("campaign.handovers")}</a></h3>
<ul${speech}>${handovers.map(
    ({ when, title }) => html`<li><span class="small">${when}</span> ${title}</li>
`,
  )}</ul></div>`;
}

/** The newest updates of all campaigns. */
function newest(book: Phrasebook, listed: readonly ListedCampaign[]): Html | undefined {
  const lines = listed
    .flatMap(({ campaign, news }) => news.map((line) => ({ campaign, line })))
    .sort((one, other) => other.line.sentAt.getTime() - one.line.sentAt.getTime())
    .slice(0, shownNews);
  if (lines.length === 0) return undefined;
  return html`<section aria-labelledby="news"><h2 id="news">${book.say("home.news")}</h2>
<ul class="news">${lines.map(({ campaign, line }) => newsItem(book, campaign, line))}</ul></section>`;
}

function newsItem(
  book: Phrasebook,
  campaign: Campaign,
  { id, subject, tag, direction, sentAt }: NewsLine,
): Html {
  const address = addresses.update(book.locale, campaign.slug, id);
  const day = html`<time datetime="${sentAt.toISOString()}">${book.day(sentAt)}</time>`;
  return html`<li><a href="${address}" lang="${tag}" dir="${direction}">${subject}</a>
<span class="small">${nameOf(book, campaign)}, ${day}</span></li>
`;
}
