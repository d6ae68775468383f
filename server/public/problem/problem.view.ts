import type { FastifyRequest } from "fastify";
import { html } from "hono/html";
import { isLocale, type Locale } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "../../page/addresses.ts";
import type { Html } from "../../page/html.ts";
import { renderPage } from "../../page/layout.view.ts";
import { type Phrasebook, phrasebook } from "../../page/phrasebook.ts";
import { preferredLocale } from "../../page/preferred-locale.ts";
import { single } from "../../page/single.view.ts";

/** Problems with their own wording, by code; others are described by their status. */
const byCode: Readonly<Record<string, string>> = {
  "campaign-closed": "closed",
  "campaign-unknown": "notFound",
  "petition-closed": "closedPetition",
  "petition-unknown": "notFound",
  "link-expired": "linkExpired",
  "link-unknown": "linkUnknown",
  "database-unavailable": "away",
  "storage-full": "full",
  "too-many": "tooMany",
};

const byStatus: Readonly<Record<number, string>> = {
  403: "foreign",
  404: "notFound",
  413: "tooLarge",
  429: "tooMany",
  503: "away",
};

/** A failure's page in the language of the address, or else of the reader: for the plugin `errors`. */
export function drawProblem(request: FastifyRequest, problem: { status: number; code: string }): string {
  const [, beginning = ""] = request.url.split(/[/?]/, 2);
  const locale = isLocale(beginning) ? beginning : preferredLocale(request.headers["accept-language"]);
  return renderProblemPage(locale, problem.status, problem.code);
}

/** A failure's page: what happened and what to do, in the reader's language. `code` is that of the DomainError. */
export function renderProblemPage(locale: Locale, status: number, code: string): string {
  const book = phrasebook(locale);
  const kind = byCode[code] ?? byStatus[status] ?? (status < 500 ? "refused" : "ours");
  return renderPage(book, {
    title: book.say("site.error", { title: book.say(`failure.${kind}.title`) }),
    description: book.say(`failure.${kind}.text`),
    addressIn: addresses.home,
    main: single({
      name: book.say("failure.code", { status: String(status) }),
      title: book.say(`failure.${kind}.title`),
      body: html`<section class="card"><p>${book.say(`failure.${kind}.text`)}</p>
${wayOn(book, kind)}</section>`,
    }),
  });
}

function wayOn({ say, locale }: Phrasebook, kind: string): Html {
  const home = html`<p><a href="${addresses.home(locale)}">${say("site.allCampaigns")}</a></p>`;
  if (kind !== "linkExpired" && kind !== "linkUnknown") return home;
  return html`<p><a class="button" href="${addresses.links(locale)}">${say("links.button")}</a></p>
${home}`;
}
