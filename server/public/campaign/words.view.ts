import { html } from "hono/html";
import type { Campaign, Petition, PetitionVersion } from "#campaigns/petitions/campaign.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import type { Html } from "../../page/html.ts";
import { type Phrasebook, speech } from "../../page/phrasebook.ts";

/** The wording of a petition as it is signed today, with its version and fingerprint. */
export function signedWords(book: Phrasebook, campaign: Campaign, petition: Petition): Html {
  const version = petition.versions.at(-1);
  return version ? versionWords(book, version, textLocale(campaign, book.locale)) : html``;
}

/** The wording of one version of a petition in the language it is signed in, whatever the page's language. */
export function versionWords(book: Phrasebook, version: PetitionVersion, signedIn: Locale): Html {
  const wording = version.texts[signedIn];
  if (!wording) return html``;
  const { name } = languageOf(signedIn);
  const about = book.say("form.wordsAbout", {
    version: book.number(version.version),
    language: name,
    day: book.day(version.publishedAt),
  });
  return html`<blockquote class="words"${speech(book, signedIn)}>${wording.text
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
export function addressee(book: Phrasebook, campaign: Campaign, petition: Petition): Html {
  const locale = textLocale(campaign, book.locale);
  const target = html`<strong${speech(book, locale)}>${petition.target[locale] ?? ""}</strong>`;
  return book.fill("campaign.to", { target });
}
