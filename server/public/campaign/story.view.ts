import { html, raw } from "hono/html";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Source } from "#campaigns/texts/source.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { marked, sourceMark } from "./marked.view.ts";
import type { OwnTexts } from "./own-texts.ts";
import { sourceLink } from "./source-link.view.ts";

/** Why to sign: paragraphs, with the prominent figures before the last one. */
export function reasons(book: Phrasebook, page: OwnTexts): Html {
  const paragraphs = page.why.map((paragraph) => html`<p${page.speech}>${marked(book, paragraph)}</p>`);
  const facts = page.facts.map(
    ({ figure, label, source }) =>
      html`<div><dt>${label}${sourceMark(book, source)}</dt><dd><bdi>${figure}</bdi></dd></div>
`,
  );
  return html`<section aria-labelledby="why">
<h2 id="why">${book.say("campaign.why")}</h2>
${paragraphs.slice(0, -1)}
${facts.length > 0 && html`<dl class="facts"${page.speech}>${facts}</dl>`}
${paragraphs.slice(-1)}
</section>`;
}

/** Who runs the campaign. */
export function runners(book: Phrasebook, { organisation }: Campaign, page: OwnTexts): Html {
  return html`<section aria-labelledby="who">
<h2 id="who">${book.say("campaign.who")}</h2>
<dl class="rows"${page.speech}>${page.runBy.map(
    ({ name, text }) => html`<div><dt>${name}</dt><dd>${marked(book, text)}</dd></div>
`,
  )}</dl>
<p class="note"><a href="${addresses.write(book.locale, organisation)}">${book.say("write.title")}</a></p>
</section>`;
}

/** How signatures are counted: four steps, and where to read more. */
export function counting(book: Phrasebook, campaign: Campaign): Html {
  const steps = ["stored", campaign.verification === "email" ? "confirmed" : "atOnce", "once", "checked"];
  return html`<section aria-labelledby="counting">
<h2 id="counting">${book.say("counting.title")}</h2>
<ol class="steps">${steps.map(
    (
      step,
    ) => html`<li><h3>${book.say(`counting.${step}.title`)}</h3><p>${book.say(`counting.${step}.text`)}</p></li>
`,
  )}</ol>
<p class="note"><a href="${addresses.about(book.locale, "how-we-count")}">${book.say("counting.more")}</a></p>
</section>`;
}

/** Where the signatures were handed over; nothing when there is nothing to tell yet. */
export function handovers(book: Phrasebook, page: OwnTexts): Html | undefined {
  if (page.handovers.length === 0) return undefined;
  return html`<section aria-labelledby="handovers">
<h2 id="handovers">${book.say("campaign.handovers")}</h2>
<ol class="timeline"${page.speech}>${page.handovers.map(
    ({ when, title, text, ongoing }) =>
      html`<li${
        ongoing ? raw(' class="open"') : ""
      }><p class="when">${when}</p><h3>${title}</h3><p>${marked(book, text)}</p></li>
`,
  )}</ol>
</section>`;
}

/** The documents that the marks refer to. */
export function sources(book: Phrasebook, campaign: Campaign, page: OwnTexts): Html {
  return html`<section aria-labelledby="sources">
<h2 id="sources">${book.say("campaign.sources")}</h2>
<ol class="sources">${campaign.sources.map(
    (source) => html`<li id="source-${source.number}">${citation(book, page, source)}${corrections(
      book,
      page,
      source.number,
    )}</li>
`,
  )}</ol>
</section>`;
}

/** What the page said wrongly about a source, and since when it is right: it is never removed. */
function corrections(book: Phrasebook, page: OwnTexts, source: number): Html[] {
  const ofSource = page.corrections?.filter((correction) => correction.source === source) ?? [];
  return ofSource.map(({ at, was, text }) => {
    const day = html`<time datetime="${at.toISOString().slice(0, 10)}">${book.day(at)}</time>`;
    const gaps = { day, was: html`<q${page.speech}>${was}</q>` };
    return html`<p class="correction">${book.fill(
      "campaign.corrected",
      gaps,
    )} <span${page.speech}>${marked(book, text)}</span></p>`;
  });
}

function citation(book: Phrasebook, page: OwnTexts, source: Source): Html {
  const text = page.citations[source.number - 1];
  const day = html`<time datetime="${source.readAt.toISOString().slice(0, 10)}">${book.day(source.readAt)}</time>`;
  return html`${
    text
      ? html`<span${page.speech}>${text}</span>`
      : html`<cite lang="${source.language}">${source.title}</cite>`
  }${sourceLink(source)} ${book.fill("campaign.readAt", { day })}`;
}
