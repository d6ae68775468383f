import { html, raw } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { reaches } from "#campaigns/access/reach.ts";
import type { CheckedPart } from "#campaigns/handovers/check-part.ts";
import type { Entered, Handover } from "#campaigns/handovers/handover.model.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { Html } from "#server/page/html.ts";
import { nameOfPetition, officesOf } from "../campaigns/petition-names.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, field } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { isAllowed } from "../policies.ts";

/** A form that could not be stored, by its act and handover, and what was typed. */
export type RefusedForm = { form: string; fields: Readonly<Record<string, string>> };

type View = {
  campaign: Campaign;
  handovers: readonly Handover[];
  done?: string | undefined;
  /** A form that could not be stored: its page says why and keeps what was typed. */
  refused?: RefusedForm | undefined;
};

/** The page with a campaign's handovers, and the forms that record, complete and check them. */
export function handoversPage(book: ConsoleBook, account: Account, view: View): string {
  const { say } = book;
  const { campaign, handovers, done, refused } = view;
  const mayEnter = isAllowed(account, "campaigns.change");
  return consolePage(book, {
    title: say("handovers.title"),
    section: "handovers",
    account,
    campaign: namedCampaign(campaign, account),
    notice: done === "done" ? say("handovers.done") : undefined,
    main: html`<h1>${say("handovers.title")}</h1>
<p class="soft">${say("handovers.lead")}</p>
${refused && html`<section class="trouble" role="alert"><p>${say("handovers.wrong")}</p></section>`}
${handovers.length === 0 && html`<p class="soft">${say("handovers.none")}</p>`}
${handovers.map((handover) => oneHandover(book, account, view, handover))}
${mayEnter && recordForm(book, account, campaign, sentTo("record", refused))}`,
  });
}

/** What was typed into a form before, if it is the one that was refused. */
function sentTo(form: string, refused: RefusedForm | undefined): RefusedForm {
  return { form, fields: refused?.form === form ? refused.fields : {} };
}

function oneHandover(book: ConsoleBook, account: Account, view: View, handover: Handover): Html {
  const { say } = book;
  const { campaign } = view;
  const { office, person, place, day, handedBy, bundle, note, replyDue, certificate, reply } = handover;
  const id = handover._id.toHexString();
  const lines: [string, string | null][] = [
    ["petition", nameOf(book, campaign, handover.petition)],
    ["person", person],
    ["office", office],
    ["place", place],
    ["day", day],
    ["handedBy", handedBy],
    ["bundle", bundle],
    ["replyDue", replyDue],
    ["note", note],
  ];
  return html`<section aria-labelledby="h-${id}"><h2 id="h-${id}">${day}, <bdi>${office}</bdi></h2>
<table class="table"><tbody>${lines
    .filter(([, value]) => value)
    .map(
      ([key, value]) =>
        html`<tr><th scope="row">${say(`handovers.${key}`)}</th><td class="text" dir="auto">${value}</td></tr>`,
    )}</tbody></table>
${checkOf(book, account, handover, "record", handover)}
${certificate && certificateView(book, account, handover, certificate)}
${reply && replyView(book, account, handover, reply)}
${chain(book, handover)}
${isAllowed(account, "campaigns.change") && partForms(book, view, handover)}</section>`;
}

function certificateView(
  book: ConsoleBook,
  account: Account,
  handover: Handover,
  { authority, valid, of, reference, day, ...entered }: NonNullable<Handover["certificate"]>,
): Html {
  return html`<h3>${book.say("handovers.certificate")}</h3>
<p><bdi>${authority}</bdi>, ${day}: ${book.number(valid)} / ${book.number(of)} (<bdi>${reference}</bdi>)</p>
${checkOf(book, account, handover, "certificate", entered)}`;
}

function replyView(
  book: ConsoleBook,
  account: Account,
  handover: Handover,
  { text, day, source, ...entered }: NonNullable<Handover["reply"]>,
): Html {
  return html`<h3>${book.say("handovers.reply")}</h3>
<p>${day}, <bdi>${source}</bdi></p><p class="text" dir="auto">${text}</p>
${checkOf(book, account, handover, "reply", entered)}`;
}

/** Whether a part is shown to everybody, and the button for the second person. */
function checkOf(
  { say }: ConsoleBook,
  account: Account,
  handover: Handover,
  part: CheckedPart,
  { by, checked }: Entered,
): Html {
  const state = html`<p><span class="state${checked ? "" : " need"}">${say(
    `handovers.${checked ? "shown" : "waits"}`,
  )}</span></p>`;
  if (checked || !isAllowed(account, "campaigns.change")) return state;
  if (by === account.id) return html`${state}<p class="hint">${say("handovers.youEntered")}</p>`;
  return html`${state}<form method="post" action="${consoleUrls.handover(
    handover.campaign,
    handover._id.toHexString(),
  )}/check"><input type="hidden" name="part" value="${part}"><button type="submit">${say(
    `handovers.check.${part}`,
  )}</button></form>`;
}

/** Where each copy went, oldest first. */
function chain({ say }: ConsoleBook, { copies }: Handover): Html | undefined {
  if (copies.length === 0) return undefined;
  return html`<h3>${say("handovers.copies")}</h3><ol>${copies.map(
    ({ copy, holder, place, day, receipt }) =>
      html`<li>${day}: <bdi>${copy}</bdi>, <bdi>${holder}</bdi>, <bdi>${place}</bdi> (<bdi>${receipt}</bdi>)</li>
`,
  )}</ol>`;
}

/** What can be added: a certificate and an answer until one is checked, and the next holder of a copy. */
function partForms(book: ConsoleBook, { campaign, refused }: View, handover: Handover): Html {
  const { say } = book;
  const id = handover._id.toHexString();
  const at = consoleUrls.handover(campaign.slug, id);
  const form = (act: string, title: string, names: readonly string[], button: string) => html`<details${
    refused?.form === `${act}-${id}` ? raw(" open") : ""
  }>
<summary>${title}</summary><form class="form" method="post" action="${at}/${act}">${names.map((name) =>
    line(book, name, sentTo(`${act}-${id}`, refused)),
  )}<div class="actions"><button type="submit">${button}</button></div></form></details>`;
  return html`${
    !handover.certificate?.checked &&
    form(
      "certificate",
      say("handovers.certificate"),
      ["authority", "valid", "of", "reference", "day"],
      say("handovers.enter"),
    )
  }${
    !handover.reply?.checked &&
    form("reply", say("handovers.reply"), ["text", "day", "source"], say("handovers.enter"))
  }${form(
    "copy",
    say("handovers.copies"),
    ["copy", "holder", "place", "day", "receipt"],
    say("handovers.addCopy"),
  )}`;
}

function recordForm(book: ConsoleBook, account: Account, campaign: Campaign, sent: RefusedForm): Html {
  const { say } = book;
  const isWhole = reaches(account, campaign.organisation);
  const petitions = campaign.petitions.filter(
    ({ organisation }) => isWhole || reaches(account, organisation),
  );
  const options = [
    ...(isWhole ? [{ value: "", label: say("handovers.whole") }] : []),
    ...petitions.map(({ id }) => ({ value: id, label: nameOf(book, campaign, id) })),
  ];
  const names = ["person", "office", "place", "day", "handedBy", "bundle", "replyDue", "note"];
  return html`<section aria-labelledby="h-new"><h2 id="h-new">${say("handovers.new")}</h2>
<form class="form" method="post" action="${consoleUrls.handovers(campaign.slug)}">
${choiceField({ name: "petition", label: say("handovers.petition"), value: sent.fields.petition, options })}
${names.map((name) => line(book, name, sent))}
<div class="actions"><button class="main" type="submit">${say("handovers.record")}</button></div></form></section>`;
}

/** Fields with a line that says how to fill them in. */
const hints: Readonly<Record<string, string>> = {
  day: "handovers.dayHint",
  replyDue: "handovers.dayHint",
  bundle: "handovers.bundleHint",
  source: "handovers.sourceHint",
};

function line({ say }: ConsoleBook, name: string, { form, fields }: RefusedForm): Html {
  const hint = hints[name];
  return field({
    name,
    id: `f-${form}-${name}`,
    label: say(`handovers.${name}`),
    value: fields[name],
    ...(hint !== undefined && { hint: say(hint) }),
    ...(name === "text" && { rows: 8 }),
  });
}

function nameOf(book: ConsoleBook, campaign: Campaign, petition: string | null): string {
  if (petition === null) return book.say("handovers.whole");
  return nameOfPetition(book, petition, officesOf(campaign, book.locale));
}
