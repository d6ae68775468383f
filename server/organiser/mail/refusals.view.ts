import { html } from "hono/html";
import { otherProviders } from "#campaigns/mail/mail-provider.ts";
import type { MailHealth, ProviderRefusals } from "#campaigns/returned-mail/read-mail-health.ts";
import { refusalLimit } from "#campaigns/updates/sending/count-handed.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

/** Which providers refused mails because of us, and why; nothing when none did. */
export function drawRefusals(book: ConsoleBook, { refusals, days }: MailHealth): Html | undefined {
  if (refusals.length === 0) return undefined;
  const { say, number } = book;
  const about = { refused: number(refusalLimit.refused), of: number(refusalLimit.of) };
  return html`<section aria-labelledby="refusals"><h2 id="refusals">${say("mail.refusals.title", { days })}</h2>
<p class="soft">${say("mail.refusals.about", about)}</p>
<table class="table stacks">
<thead><tr><th scope="col">${say("mail.refusals.provider")}</th>
<th scope="col" class="n">${say("mail.refusals.refused")}</th>
<th scope="col" class="n">${say("mail.refusals.handed")}</th>
<th scope="col">${say("mail.refusals.why")}</th></tr></thead>
<tbody>${refusals.map((one) => drawProvider(book, one))}</tbody>
</table></section>`;
}

function drawProvider(book: ConsoleBook, { provider, refused, handed, grounds }: ProviderRefusals): Html {
  const { say, number } = book;
  const why = grounds.map(({ ground, count }) => `${say(`mail.ground.${ground}`)}: ${number(count)}`);
  return html`<tr><th scope="row">${provider === otherProviders ? say("mail.refusals.others") : provider}</th>
<td class="n" data-name="${say("mail.refusals.refused")}">${number(refused)}</td>
<td class="n" data-name="${say("mail.refusals.handed")}">${number(handed)}</td>
<td data-name="${say("mail.refusals.why")}">${why.map((line) => html`${line}<br>`)}</td></tr>
`;
}
