import { html } from "hono/html";
import { countryNames } from "#campaigns/texts/countries.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { single } from "../../page/single.view.ts";
import type { HelpLine, readHelpLines } from "./help-lines.ts";

/** Whom to call: the emergency number first, then a line for each country, then where all others are listed. */
export function helpPage(
  book: Phrasebook,
  help: ReturnType<typeof readHelpLines>,
  publicUrl: string,
): string {
  const { say } = book;
  const names = new Map(countryNames(book.locale).map(({ code, name }) => [code, name]));
  const named = help.lines
    .map((line) => ({ line, country: names.get(line.country) ?? line.country }))
    .sort((one, other) => one.country.localeCompare(other.country, book.tag));
  return renderPage(book, {
    title: say("help.title"),
    description: say("help.lead"),
    addressIn: addresses.help,
    publicUrl,
    main: single({
      title: say("help.title"),
      lead: say("footer.danger"),
      body: html`<section aria-labelledby="lines">
<h2 id="lines">${say("network.byCountry")}</h2>
<p>${say("help.lead")}</p>
<dl class="rows">${named.map(({ line, country }) => entry(book, line, country))}</dl>
</section>
<section aria-labelledby="others">
<h2 id="others">${say("help.others")}</h2>
<ul class="choices">${help.links.map(
        ({ name, address, for: what }) =>
          html`<li><a href="${address}" rel="noopener noreferrer"><bdi
lang="en">${name}</bdi></a>: ${say(`help.for.${what}`)}</li>
`,
      )}</ul>
</section>`,
    }),
  });
}

function entry(
  book: Phrasebook,
  { name, call, text, word = "", kind, source, of, readAt }: HelpLine,
  country: string,
): Html {
  const shown = (date: string) =>
    html`<time datetime="${date}">${book.day(new Date(`${date}T00:00:00Z`))}</time>`;
  const number = call
    ? html`<a class="number" href="tel:${call.replaceAll(/[ -]/g, "")}"><bdi dir="ltr">${call}</bdi></a>`
    : html`${book.fill("help.sms", { word: html`<bdi>${word}</bdi>`, number: html`<bdi dir="ltr">${text}</bdi>` })}`;
  const link = html`<a href="${source}" rel="noopener noreferrer"><bdi>${new URL(source).hostname}</bdi></a>`;
  return html`<div><dt>${country}</dt><dd><p>
<bdi>${name}</bdi>: <strong>${number}</strong>. ${book.say(`help.kind.${kind}`)}</p>
<p class="small">${
    of
      ? book.fill("help.sourceOf", { link, of: shown(of), day: shown(readAt) })
      : book.fill("help.source", { link, day: shown(readAt) })
  }</p></dd></div>
`;
}
