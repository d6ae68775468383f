import { html } from "hono/html";
import { Type } from "typebox";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { senderName, sendersOf } from "#campaigns/signing/consent/news.ts";
import type { UnsubscribeFrom } from "#campaigns/signing/consent/stop-news.ts";
import type { Html } from "../../page/html.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";

/** How much somebody unsubscribes from, as forms and addresses say it. */
export const unsubscribeFrom = Type.Union([
  Type.Literal("organisation"),
  Type.Literal("secretariat"),
  Type.Literal("everything"),
]);

/** Where unsubscribing from more is offered: the petition that was signed, and the current page. */
export type UnsubscribeMoreView = {
  campaign: Campaign;
  petition: Petition;
  /** Address of the page. */
  page: string;
  /** What was unsubscribed from just now. */
  left: UnsubscribeFrom | undefined;
};

/** The buttons that stop more than this campaign's news: each sender's in all campaigns, and everything. */
export function unsubscribeMoreCard(book: Phrasebook, view: UnsubscribeMoreView): Html {
  const { say } = book;
  return html`<section class="card" aria-labelledby="leave"><h2 id="leave">${say("leave.title")}</h2>
<p>${say("leave.text")}</p>
${sendersOf(view.petition).map((sender) =>
  button(view, sender, book.fill("leave.organisation", { organisation: named(view, sender) })),
)}
<p>${say("leave.everythingText")}</p>
${button(view, "everything", say("leave.everything"))}
</section>`;
}

/** Says what was unsubscribed from just now, on the page where that was done. */
export function unsubscribedNote(book: Phrasebook, view: UnsubscribeMoreView): Html {
  if (!view.left) return html``;
  const text =
    view.left === "everything"
      ? book.say("leave.done.everything")
      : book.fill("leave.done.organisation", { organisation: named(view, view.left) });
  return html`<p class="done" role="status">${text}</p>`;
}

function named(
  { campaign, petition }: UnsubscribeMoreView,
  sender: Exclude<UnsubscribeFrom, "everything">,
): Html {
  return html`<bdi>${senderName(campaign, petition, sender)}</bdi>`;
}

/** The span keeps the text in one piece: a button's parts lose the spaces between them. */
function button({ page }: UnsubscribeMoreView, leave: UnsubscribeFrom, text: Html | string): Html {
  return html`<form method="post" action="${page}/leave"><input type="hidden" name="leave"
value="${leave}"><button class="button quiet" type="submit"><span>${text}</span></button></form>
`;
}
