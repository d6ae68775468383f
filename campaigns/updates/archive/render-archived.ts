import sanitizeHtml from "sanitize-html";
import type { Locale } from "../../platform/languages/languages.ts";
import { type CampaignSources, listSources } from "../composing/body-sources.ts";
import { type MergeField, splitFields } from "../composing/merge-fields.ts";
import { renderBody } from "../composing/render-body.ts";
import type { UpdateText } from "../update.model.ts";

/** What replaces the reader's own values in the archive. */
export type NeutralWords = Record<MergeField, string>;

/** The subject of an update as everybody may read it. */
export function archivedSubject({ subject }: UpdateText, words: NeutralWords): string {
  return splitFields(subject)
    .map((piece) => (typeof piece === "string" ? piece : piece.otherwise || words[piece.field]))
    .join("")
    .trim();
}

const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

/** The body of an update as everybody may read it: safe HTML without styles, its headings below the page's own. */
export function archivedBody(
  { body }: UpdateText,
  {
    locale,
    publicUrl,
    words,
    campaign,
  }: { locale: Locale; publicUrl: string; words: NeutralWords; campaign: CampaignSources },
): string {
  const { html } = renderBody(listSources(body, locale, campaign), {
    locale,
    publicUrl,
    mark: ({ field, otherwise }) => escaped(otherwise || words[field]),
  });
  return sanitizeHtml(html, {
    allowedTags: false,
    allowedAttributes: { a: ["href"], img: ["src", "alt", "width"] },
    transformTags: { h1: "h2", h2: "h3", h3: "h4" },
  });
}
