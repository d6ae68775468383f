import { html, raw } from "hono/html";
import { wilsonInterval } from "#campaigns/dashboard/wilson-interval.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { languageOf } from "#campaigns/platform/languages/languages.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import { writeDay } from "#campaigns/texts/read-day.ts";
import type { AudienceMeasure } from "#campaigns/updates/audience/measure-audience.ts";
import type { Audience } from "#campaigns/updates/update.model.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { choiceField, type FieldErrors, field } from "../frame/fields.view.ts";
import type { Rules } from "./updates-options.ts";

/** The choices for an audience. */
export type AudienceChoice = {
  campaign: Campaign;
  audience: Audience;
  /** Name of the organisation that sends the update. */
  organisation: string;
  /** Organisations with petitions in the campaign. */
  organisations: readonly { slug: string; name: string }[];
  /** Countries that people signed from, by ISO code. */
  byCountry: Readonly<Record<string, number>>;
  errors: FieldErrors;
};

/** Whom the update is for. */
export function audiencePart(book: ConsoleBook, choice: AudienceChoice): Html {
  const { say } = book;
  const { audience, organisation, organisations, errors } = choice;
  const day = (at: Date | undefined) => at && writeDay(at);
  return html`<div class="form">
<p>${say("updates.audience.supporters", { organisation })}</p>
${petitionBoxes(book, choice)}
${countryBoxes(book, choice)}
${boxes(book, {
  name: "languages",
  legend: say("updates.audience.languages"),
  chosen: audience.languages ?? [],
  options: [...new Set([...choice.campaign.languages, ...(audience.languages ?? [])])].map((code) => ({
    value: code,
    label: languageOf(code).name,
  })),
})}
${
  organisations.length > 1 &&
  choiceField({
    name: "organisation",
    label: say("updates.audience.organisation"),
    value: audience.organisation ?? "",
    error: errors.organisation,
    options: [
      { value: "", label: say("updates.audience.anyOrganisation") },
      ...organisations.map(({ slug, name }) => ({ value: slug, label: name })),
    ],
  })
}
<div class="row">
${field({
  name: "from",
  label: say("updates.audience.from"),
  type: "date",
  value: day(audience.joinedFrom),
  error: errors.from,
})}
${field({
  name: "before",
  label: say("updates.audience.before"),
  type: "date",
  value: day(audience.joinedBefore),
  error: errors.before,
})}
</div>
</div>`;
}

function petitionBoxes(book: ConsoleBook, { campaign, audience }: AudienceChoice): Html | undefined {
  const names = new Map(countryNames(book.locale).map(({ code, name }) => [code, name]));
  return boxes(book, {
    name: "petitions",
    legend: book.say("updates.audience.petitions"),
    chosen: audience.petitions ?? [],
    options: campaign.petitions.map(({ id, country }) => ({
      value: id,
      label: country ? (names.get(country) ?? country) : book.say("updates.audience.international"),
    })),
  });
}

function countryBoxes(book: ConsoleBook, { audience, byCountry }: AudienceChoice): Html | undefined {
  const chosen = audience.countries ?? [];
  return boxes(book, {
    name: "countries",
    legend: book.say("updates.audience.countries"),
    chosen,
    options: countryNames(book.locale)
      .filter(({ code }) => (byCountry[code] ?? 0) > 0 || chosen.includes(code))
      .map(({ code, name }) => ({ value: code, label: name })),
  });
}

type Boxes = {
  name: string;
  legend: string;
  chosen: readonly string[];
  options: readonly { value: string; label: string }[];
};

/** Checkboxes behind a summary with the number ticked; none ticked means all. */
function boxes({ say, count }: ConsoleBook, { name, legend, chosen, options }: Boxes): Html | undefined {
  if (options.length < 2) return undefined;
  const state =
    chosen.length === 0 ? say("updates.audience.all") : count("updates.audience.chosen", chosen.length);
  return html`<details class="boxes"${chosen.length > 0 ? raw(" open") : ""}><summary>${legend}: ${state}</summary>
<fieldset class="field"><legend class="unseen">${legend}</legend>
<p class="hint">${say("updates.audience.nothingIsAll")}</p>
<div class="grid">${options.map(
    ({ value, label }) =>
      html`<label class="choice"><input type="checkbox" name="${name}" value="${value}"${
        chosen.includes(value) ? raw(" checked") : ""
      }> <span>${label}</span></label>`,
  )}</div></fieldset></details>`;
}

/** The audience's current size by language, and how many of it would be left out. */
export function measurePart(book: ConsoleBook, measure: AudienceMeasure, at: Date): Html {
  const { say, moment } = book;
  const { reached, languages: groups, estimatedFrom } = measure;
  const figure = (count: number) => figureText(book, count, estimatedFrom === undefined);
  return html`<div class="measure" data-measure>
<table class="table"><caption class="unseen">${say("updates.measure.title")}</caption><tbody>
<tr><th scope="row"><b>${say("updates.measure.reached")}</b></th><td class="n"><b>${figure(reached)}</b></td></tr>
${groups.map(
  ({ locale, count, reads }) =>
    html`<tr><th scope="row">${groupName(book, locale, reads)}</th><td class="n">${figure(count)}</td></tr>`,
)}${leftOutRows(book, measure)}</tbody></table>
${reached === 0 && !estimatedFrom ? html`<p class="need">${say("updates.measure.nobody")}</p>` : ""}
<p class="hint">${notesOn(book, measure).join(" ")} ${say("updates.measure.later", { moment: moment(at) })}</p>
</div>`;
}

function leftOutRows(book: ConsoleBook, { reached, leftOut }: AudienceMeasure): Html | undefined {
  const { drawn, whole } = leftOut;
  if (drawn === 0) return undefined;
  const figure = (count: number) => figureText(book, whole ? count : (count / drawn) * reached, whole);
  return html`${(["suppressed", "capped"] as const).map(
    (why) =>
      html`<tr><th scope="row">${book.say(`updates.measure.${why}`)}</th>
<td class="n">${figure(leftOut[why])}</td></tr>`,
  )}`;
}

function figureText({ say, number }: ConsoleBook, count: number, isCounted: boolean): string {
  return isCounted ? number(count) : say("updates.measure.about", { number: number(roughly(count)) });
}

/** What estimates are based on, and the range that contains the true figure. */
function notesOn({ say, number }: ConsoleBook, measure: AudienceMeasure): string[] {
  const { reached, estimatedFrom, leftOut } = measure;
  const { drawn, whole, suppressed, capped } = leftOut;
  const bounds = whole ? null : wilsonInterval(suppressed + capped, drawn);
  const bound = (part: number) => number(roughly(part * reached));
  return [
    ...(estimatedFrom ? [say("updates.measure.tooMany", { looked: number(estimatedFrom) })] : []),
    ...(bounds
      ? [
          say("updates.measure.estimated", {
            ...{ drawn: number(drawn), low: bound(bounds.low), high: bound(bounds.high) },
          }),
        ]
      : []),
  ];
}

/** Two significant digits: an estimate knows no more. */
function roughly(count: number): number {
  return Math.round(Number(count.toPrecision(2)));
}

/** How often and when supporters are written to. */
export function rulesPart({ say, count }: ConsoleBook, { weeklyMost, quietHours }: Rules): Html {
  const [from = "", to = ""] = quietHours.split("-");
  return html`<p class="hint">${count("updates.measure.weekly", weeklyMost)} ${
    quietHours === "" ? say("updates.measure.noQuiet") : say("updates.measure.quiet", { from, to })
  }</p>`;
}

function groupName(
  { say }: ConsoleBook,
  locale: AudienceMeasure["languages"][number]["locale"],
  reads: AudienceMeasure["languages"][number]["reads"],
): string {
  const language = languageOf(locale).name;
  if (!reads) return say("updates.measure.nothing", { language });
  if (reads === locale) return say("updates.measure.reads", { language });
  return say("updates.measure.instead", { language, other: languageOf(reads).name });
}
