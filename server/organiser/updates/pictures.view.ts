import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Picture } from "#campaigns/updates/pictures/picture.model.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { errorSummary, field, fieldId } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";

/** The contents of the pictures page. */
export type PicturesView = {
  campaign: Campaign;
  account: Account;
  pictures: readonly Omit<Picture, "content">[];
  /** The update to go back to. */
  update?: string | undefined;
  alt?: string | undefined;
  error?: string | undefined;
  notice?: string | undefined;
};

/** A campaign's pictures for updates, each with what to type to show it. */
export function picturesPage(book: ConsoleBook, view: PicturesView): string {
  const { say, number } = book;
  const { campaign, account, pictures, update, error, alt } = view;
  const path = consoleUrls.updatePictures(campaign.slug);
  return consolePage(book, {
    title: say("updates.picture.title"),
    section: "updates",
    account,
    campaign: namedCampaign(campaign, account),
    notice: view.notice,
    main: html`<p class="crumbs"><a href="${consoleUrls.updates(campaign.slug)}">${say("updates.title")}</a>${
      update &&
      html` / <a href="${consoleUrls.update(campaign.slug, update)}">${say("updates.picture.back")}</a>`
    }</p>
<div class="head"><h1>${say("updates.picture.title")}</h1></div>
<p>${say("updates.picture.lead")}</p>
${errorSummary(book, error ? { picture: error } : {})}
<form class="form above" method="post" enctype="multipart/form-data" action="${path}${
      update ? `?update=${update}` : ""
    }">
<div class="field${
      error ? " wrong" : ""
    }"><label for="${fieldId("picture")}">${say("updates.picture.file")}</label><input type="file"
id="${fieldId("picture")}" name="picture" accept="image/jpeg,image/png,image/webp,image/gif" required></div>
${field({ name: "alt", label: say("updates.picture.alt"), value: alt, maxLength: 300 })}
<div class="actions"><button class="main">${say("updates.picture.upload")}</button></div>
</form>
${pictures.length === 0 ? html`<p class="empty">${say("updates.picture.none")}</p>` : ""}
<ul class="pictures">${pictures.map(
      ({ _id, width, height }) =>
        html`<li><img src="/media/${_id}" alt="" width="${width}" height="${height}" loading="lazy">
<p class="small">${say("updates.picture.copy")}<br><code class="mono">![${alt ?? ""}](/media/${_id})</code></p>
<p class="hint">${say("updates.picture.size", { width: number(width), height: number(height) })}</p></li>`,
    )}</ul>`,
  });
}
