import { html } from "hono/html";
import { languageOf } from "#campaigns/languages/languages.ts";
import type { Petition, PetitionVersion } from "#campaigns/petitions/campaign.ts";
import type { Html } from "../page/html.ts";
import type { Phrasebook } from "../page/phrasebook.ts";

/** The words of a petition as they are signed today, with their version and fingerprint. */
export function signedWords(book: Phrasebook, petition: Petition): Html {
  const version = petition.versions.at(-1);
  return version ? versionWords(book, petition, version) : html``;
}

/** The words of one version of a petition. */
export function versionWords(book: Phrasebook, petition: Petition, version: PetitionVersion): Html {
  const wording = version.texts[book.locale];
  if (!wording) return html``;
  const about = book.say("form.wordsAbout", {
    version: book.number(version.version),
    language: languageOf(book.locale).name,
    day: book.day(version.publishedAt),
  });
  return html`<p class="small">${addressee(book, petition)}</p>
<blockquote class="words">${wording.text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => html`<p>${paragraph}</p>`)}</blockquote>
<p class="small">${about} ${book.say("form.wordsFingerprint")} <code dir="ltr">${wording.sha256}</code></p>`;
}

/** "To: " and the office that a petition addresses. */
export function addressee(book: Phrasebook, petition: Petition): Html {
  return book.fill("campaign.to", { target: html`<strong>${petition.target[book.locale] ?? ""}</strong>` });
}
