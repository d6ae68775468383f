import { html } from "hono/html";
import { isLocale, type Locale, languageOf } from "#campaigns/platform/languages/languages.ts";
import { type Preview, type Viewer, viewers } from "#campaigns/updates/composing/preview-update.ts";
import type { Update } from "#campaigns/updates/update.model.ts";
import type { Html } from "#server/page/html.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { choiceField } from "../frame/fields.view.ts";

/** Parts of a mail. */
export const parts = ["html", "text"] as const;
/** Screens that it can be previewed on. */
export const widths = ["desktop", "phone"] as const;

/** The options of a preview. */
export type Looking = {
  locale: Locale;
  viewer: Viewer;
  part: (typeof parts)[number];
  width: (typeof widths)[number];
};

/** Reads the preview options from an address or a form; unknown values fall back to the default. */
export function readLooking(
  update: Pick<Update, "texts" | "fallback">,
  asked: { [key in "locale" | "viewer" | "part" | "width"]?: string | undefined },
): Looking {
  const usual = update.fallback.find((code) => update.texts[code]);
  return {
    locale: asked.locale && isLocale(asked.locale) ? asked.locale : (usual ?? "en"),
    viewer: viewers.find((name) => name === asked.viewer) ?? "test",
    part: parts.find((name) => name === asked.part) ?? "html",
    width: widths.find((name) => name === asked.width) ?? "desktop",
  };
}

/** What a mail program shows above a mail. */
export type Envelope = Pick<Preview, "from" | "replyTo">;

function envelopePart({ say }: ConsoleBook, { from, replyTo }: Envelope): Html {
  return html`<p class="envelope">${say("updates.preview.from")}: <bdi>${from}</bdi><br>
${say("updates.preview.replyTo")}: <bdi>${replyTo ?? say("updates.preview.replyNowhere")}</bdi></p>`;
}

/** The address of the framed document. */
function previewPath(update: Update, { locale, viewer, part }: Looking): string {
  const asked = new URLSearchParams({ locale, viewer, part });
  return `${consoleUrls.update(update.campaign, update._id.toHexString())}/preview?${asked}`;
}

/** The mail in a frame that runs nothing and whose links lead nowhere, and the person it is shown for. */
export function previewPart(
  book: ConsoleBook,
  update: Update,
  looking: Looking,
  { isDraft, envelope }: { isDraft: boolean; envelope: Envelope | undefined },
): Html {
  const { say } = book;
  const { locale, width } = looking;
  const language = languageOf(locale).name;
  const choices = html`<div class="row">
${isDraft ? "" : languageChoice(book, update, locale)}
${choose(book, "viewer", say("updates.preview.as"), looking.viewer, viewers)}
${choose(book, "part", say("updates.preview.part"), looking.part, parts)}
${choose(book, "width", say("updates.preview.width"), width, widths)}
${
  isDraft
    ? html`<button name="next"
value="preview">${say("updates.preview.save")}</button>`
    : html`<button>${say("updates.preview.show")}</button>`
}
</div>`;
  return html`<section aria-labelledby="preview"><h2 id="preview">${say("updates.preview.title")}</h2>
${isDraft ? choices : html`<form method="get">${choices}</form>`}
${envelope && envelopePart(book, envelope)}
${
  update.texts[locale]
    ? html`<iframe class="mail ${width}" src="${previewPath(update, looking)}"
title="${say("updates.preview.frame", { language })}" sandbox></iframe>`
    : html`<p class="empty">${say("updates.preview.none")}</p>`
}
</section>`;
}

function languageChoice({ say }: ConsoleBook, update: Update, locale: Locale): Html {
  return choiceField({
    name: "locale",
    label: say("updates.preview.language"),
    value: locale,
    options: Object.keys(update.texts).map((code) => ({ value: code, label: languageOf(code).name })),
  });
}

function choose(
  { say }: ConsoleBook,
  name: "viewer" | "part" | "width",
  label: string,
  value: string,
  values: readonly string[],
): Html {
  const group = name === "viewer" ? "viewer" : `${name}s`;
  return choiceField({
    name,
    label,
    value,
    options: values.map((one) => ({ value: one, label: say(`updates.preview.${group}.${one}`) })),
  });
}
