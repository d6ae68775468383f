import { html } from "hono/html";
import type { Petition, PetitionVersion } from "#campaigns/petitions/campaign.ts";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** The wording of a petition as it is signed today, with its version and fingerprint. */
export function signedWords(book: Phrasebook, petition: Petition): Html {
  const version = petition.versions.at(-1);
  return version ? versionWords(book, version, book.locale) : html``;
}

/** The wording of one version of a petition in the language it is signed in, whatever the page's language. */
export function versionWords(book: Phrasebook, version: PetitionVersion, signedIn: Locale): Html {
  const wording = version.texts[signedIn];
  if (!wording) return html``;
  const { intl, direction, name } = languageOf(signedIn);
  const about = book.say("form.wordsAbout", {
    version: book.number(version.version),
    language: name,
    day: book.day(version.publishedAt),
  });
  const speech = signedIn === book.locale ? "" : html` lang="${intl}" dir="${direction}"`;
  return html`<blockquote class="words"${speech}>${wording.text
    .trim()
    .split(/\n{2,}/)
    .map(paragraphOf)}</blockquote>
<p class="small">${about} ${book.say("form.wordsFingerprint")} <code dir="ltr">${wording.sha256}</code></p>`;
}

/** A paragraph, unchanged; the points of a list, "– like this", hang from their dash so that each can be seen. */
function paragraphOf(text: string): Html {
  const lines = text.split(/(?<=\n)/);
  return html`<p>${lines.map((line) =>
    line.startsWith("– ") ? html`<span class="point">${line}</span>` : line,
  )}</p>`;
}

/** "To: " and the office that a petition addresses. */
export function addressee(book: Phrasebook, petition: Petition): Html {
  return book.fill("campaign.to", { target: html`<strong>${petition.target[book.locale] ?? ""}</strong>` });
}
