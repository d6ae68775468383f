import { html } from "hono/html";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import { withoutMarks } from "#campaigns/texts/parse-marked.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import { textsOf } from "../campaign/own-texts.ts";
import { aboutText, kindOf, sourceList } from "./organisation-text.view.ts";

/** One organisation, the others of the network, and the public campaigns. */
export type OrganisationView = {
  organisation: Organisation;
  organisations: readonly Organisation[];
  campaigns: readonly Campaign[];
  /** How many have signed each petition, by campaign and petition; small numbers are missing. */
  signed: Readonly<Record<string, Readonly<Record<string, number>>>>;
  publicUrl: string;
};

/** An organisation's page: what it is, where, its petitions, and the sources. */
export function organisationPage(book: Phrasebook, view: OrganisationView): string {
  const { say, locale } = book;
  const { organisation, organisations } = view;
  const { slug, name, endedAt } = organisation;
  return renderPage(book, {
    title: name,
    description: withoutMarks((organisation.about[locale] ?? organisation.about.en)?.[0] ?? name),
    addressIn: (other) => addresses.organisation(other, slug),
    ...(endedAt === null ? { publicUrl: view.publicUrl } : {}),
    main: single({
      name: say("network.title"),
      title: name,
      lead: kindOf(book, organisation, organisations),
      body: html`${endedAt && html`<p class="note">${say("network.ended", { day: book.day(endedAt) })}</p>`}
<section aria-labelledby="about">
<h2 id="about">${say("network.about")}</h2>
${aboutText(book, organisation)}
<dl class="rows">${rows(book, view)}</dl>
</section>
${petitions(book, view)}
${endedAt === null && human(book, organisation)}
${sourceList(book, organisation)}
<p class="after"><a href="${addresses.network(locale)}">${say("network.whole")}</a></p>`,
    }),
  });
}

function rows(book: Phrasebook, { organisation, organisations }: OrganisationView): Html {
  const { say, locale } = book;
  const names = new Map(countryNames(locale).map(({ code, name }) => [code, name]));
  const row = (
    key: string,
    value: unknown,
  ) => html`<div><dt>${say(`network.${key}`)}</dt><dd>${value}</dd></div>
`;
  const { countries, address, website } = organisation;
  const offices = organisations.filter(
    ({ parent, endedAt }) => parent === organisation.slug && endedAt === null,
  );
  return html`${row("countries", book.list(countries.map((code) => names.get(code) ?? code)))}
${address !== null && row("address", html`<bdi>${address}</bdi>`)}
${website !== null && row("website", html`<a href="${website}" rel="noopener noreferrer"><bdi>${website}</bdi></a>`)}
${
  offices.length > 0 &&
  row(
    "offices",
    offices.map(
      ({ slug, name }) => html`<a href="${addresses.organisation(locale, slug)}"><bdi>${name}</bdi></a> `,
    ),
  )
}`;
}

/** How to reach a person there, and who answers for what is signed. */
function human(book: Phrasebook, { slug }: Organisation): Html {
  const { say, locale } = book;
  const privacy = html`<a href="${addresses.about(locale, "privacy")}">${say("about.privacy.title")}</a>`;
  return html`<section aria-labelledby="data">
<h2 id="data">${say("network.data")}</h2>
<p>${book.fill("network.dataText", { privacy })}</p>
<p><a class="button quiet" href="${addresses.write(locale, slug)}">${say("write.title")}</a></p>
</section>`;
}

function petitions(
  book: Phrasebook,
  { organisation, campaigns, signed }: OrganisationView,
): Html | undefined {
  const own = campaigns.flatMap((campaign) =>
    campaign.petitions
      .filter((petition) => petition.organisation === organisation.slug)
      .map((petition) => ({ campaign, petition })),
  );
  if (own.length === 0) return undefined;
  return html`<section aria-labelledby="petitions">
<h2 id="petitions">${book.say("network.petitions")}</h2>
<ul class="petitions">${own.map(
    ({ campaign, petition }) =>
      html`<li><a href="${addresses.campaign(
        book.locale,
        campaign.slug,
        petition.country,
      )}"${textsOf(book, campaign).speech}>${textsOf(book, campaign).name}: ${
        petition.target[textLocale(campaign, book.locale)]
      }</a>${count(book, signed[campaign.slug]?.[petition.id])}</li>
`,
  )}</ul>
</section>`;
}

function count(book: Phrasebook, signatures: number | undefined): Html {
  if (signatures === undefined) return html``;
  return html`<br><span class="small">${book.number(signatures)} ${book.count("card.petition", signatures)}</span>`;
}
