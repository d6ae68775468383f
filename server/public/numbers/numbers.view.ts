import { html } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { allOthers, fewestNamed } from "#campaigns/signing/tallies/read-public-totals.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import { addresses } from "../../page/addresses.ts";
import { dressOf } from "../../page/colours.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/own-texts.ts";
import { counting } from "../campaign/story.view.ts";
import type { NumberRow, Numbers } from "./list-numbers.ts";

/** A campaign's figures as everybody may quote them. */
export type NumbersView = {
  campaign: Campaign;
  totals: Pick<Totals, "total" | "asOf">;
  numbers: Numbers;
  publicUrl: string;
};

/** Figures for the press: the total and when it was so, by petition and country, how it is counted, a line to cite. */
export function numbersPage(book: Phrasebook, view: NumbersView): string {
  const { say, locale } = book;
  const { campaign, totals, numbers, publicUrl } = view;
  const { name } = textsOf(book, campaign);
  return renderPage(book, {
    title: `${say("numbers.title")}: ${name}`,
    description: say("numbers.lead"),
    addressIn: (other) => addresses.numbers(other, campaign.slug),
    publicUrl,
    campaign: dressOf(campaign),
    about: dataset(view, name),
    main: single({
      name,
      title: say("numbers.title"),
      lead: say("numbers.lead"),
      body: html`${sum(book, view, name)}
${
  isTold(totals) &&
  html`${table(
    book,
    { id: "by-petition", title: say("numbers.byPetition"), head: say("numbers.petition") },
    numbers.byPetition,
    totals.total,
  )}
${table(
  book,
  { id: "by-country", title: say("network.byCountry"), head: say("form.country") },
  numbers.byCountry,
  totals.total,
)}
${isFolded(numbers) && html`<p class="small">${say("numbers.small")}</p>`}`
}
${counting(book, campaign)}
<p class="after"><a href="${addresses.campaign(locale, campaign.slug)}">${say("site.back")}</a></p>`,
    }),
  });
}

/** Whether there are so many that nobody can be recognised. */
export function isTold({ total }: Pick<Totals, "total">): boolean {
  return total >= fewestNamed;
}

/** The total, when it was so, the line to cite, and the file. */
function sum(book: Phrasebook, view: NumbersView, name: string): Html {
  const { say, locale } = book;
  const { campaign, totals } = view;
  if (!isTold(totals)) return html`<section class="card"><p>${say("numbers.few")}</p></section>`;
  const time = html`<time datetime="${totals.asOf.toISOString()}">${book.moment(totals.asOf)}</time>`;
  return html`<section class="card" aria-labelledby="sum">
<h2 id="sum">${book.number(totals.total)} ${book.count("campaign.signed", totals.total)}</h2>
<p>${book.fill("byCountry.asOf", { time })}</p>
<h3>${say("numbers.cite")}</h3>
<blockquote class="words"><p>${citation(book, view, name)}</p></blockquote>
<p><a class="button" href="${addresses.numbersFile(locale, campaign.slug)}">${say("numbers.file")}</a></p>
</section>`;
}

function isFolded({ byPetition, byCountry }: Numbers): boolean {
  return [...byPetition, ...byCountry].some(({ code }) => code === allOthers);
}

/** Who, what, how many, when and where: as a newspaper or a paper would name it. */
function citation(book: Phrasebook, { campaign, totals, publicUrl }: NumbersView, name: string): Html {
  const organisation = campaign.organisationNames[campaign.organisation] ?? campaign.organisation;
  return book.fill("numbers.citation", {
    organisation: html`<bdi>${organisation}</bdi>`,
    campaign: html`<cite>${name}</cite>`,
    number: html`${book.number(totals.total)}`,
    moment: html`${book.moment(totals.asOf)}`,
    address: html`<bdi dir="ltr">${publicUrl}${addresses.numbers(book.locale, campaign.slug)}</bdi>`,
  });
}

type Heading = { id: string; title: string; head: string };

function table(book: Phrasebook, { id, title, head }: Heading, rows: NumberRow[], total: number): Html {
  if (rows.length === 0) return html``;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
<table>
<thead><tr><th scope="col">${head}</th><th scope="col">${book.say("byCountry.signatures")}</th></tr></thead>
<tbody>${rows.map(
    ({ name, count }) => html`<tr><th scope="row">${name}</th><td>${book.number(count)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">${book.say("byCountry.total")}</th><td>${book.number(total)}</td></tr></tfoot>
</table>
</section>`;
}

function dataset({ campaign, totals, publicUrl }: NumbersView, name: string) {
  const file = publicUrl + addresses.numbersFile("en", campaign.slug);
  return {
    "@type": "Dataset",
    about: name,
    dateModified: totals.asOf.toISOString(),
    distribution: { "@type": "DataDownload", encodingFormat: "text/csv", contentUrl: file },
  };
}
