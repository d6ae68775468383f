import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import type { Inbox, InboxItem } from "#campaigns/dashboard/inbox/inbox.ts";
import { type Campaign, endings } from "#campaigns/petitions/campaign.ts";
import { stageOf } from "#campaigns/petitions/drafts/draft-states.ts";
import { campaignName } from "#campaigns/petitions/text-locale.ts";
import { countryNames } from "#campaigns/texts/countries.ts";
import type { Html } from "#server/page/html.ts";
import { nameOfPetition, officesOf } from "../campaigns/petition-names.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { isAllowed } from "../policies.ts";
import { placeOf } from "./inbox-places.ts";

type Seen = {
  account: Account;
  /** Those within reach. */
  campaigns: readonly Campaign[];
  inbox: Inbox;
  /** By a campaign's ordinal. */
  totals: ReadonlyMap<number, number>;
  /** Names of accounts by id. */
  people: ReadonlyMap<string, string>;
  now: Date;
};

const lists = ["waiting", "awaited", "wrong"] as const;

/** The start page. */
export function homePage(book: ConsoleBook, seen: Seen): string {
  const title = book.say("home.title");
  return consolePage(book, {
    title,
    section: "home",
    account: seen.account,
    main: html`<div class="head"><h1>${title}</h1></div>
${lists.map((list) => listView(book, seen, list))}
${campaignsView(book, seen)}`,
  });
}

function listView(book: ConsoleBook, seen: Seen, list: keyof Inbox): Html {
  const { say } = book;
  const items = seen.inbox[list].filter((item) => isAllowed(seen.account, placeOf(list, item).policy));
  const id = `h-${list}`;
  const title = html`<h2 id="${id}">${say(`home.${list}.title`)}${
    items.length > 0 && html` <span class="count">${book.number(items.length)}</span>`
  }</h2>`;
  if (items.length === 0)
    return html`<section aria-labelledby="${id}">${title}<p class="soft">${say(`home.${list}.none`)}</p></section>`;
  return html`<section aria-labelledby="${id}">${title}
<ul class="inbox${list === "awaited" ? "" : " due"}">${items.map((item) =>
    itemView(book, seen, list, item),
  )}</ul></section>`;
}

function itemView(book: ConsoleBook, seen: Seen, list: keyof Inbox, item: InboxItem): Html {
  const campaign = seen.campaigns.find(({ slug }) => slug === item.campaign);
  const name = campaign ? campaignName(campaign, book.locale) : (item.name ?? item.campaign);
  const { by, at } = item;
  const who = by === undefined ? undefined : seen.people.get(by);
  const since =
    at &&
    (who && by !== seen.account.id
      ? book.fill("home.asked", { who: html`<bdi>${who}</bdi>`, moment: html`${book.moment(at)}` })
      : html`${book.say("home.since", { moment: book.moment(at) })}`);
  return html`<li><a class="linked" href="${placeOf(list, item).href}">${sentence(book, campaign, list, item)}</a>
<p class="soft small"><bdi>${name}</bdi>${since && html` · ${since}`}</p></li>
`;
}

/** What an item asks for, or tells. */
function sentence(
  book: ConsoleBook,
  campaign: Campaign | undefined,
  list: keyof Inbox,
  item: InboxItem,
): string {
  const { kind, count, title } = item;
  if (count !== undefined) return book.count(`dashboard.needs.${kind}`, count);
  const thing = thingOf(book, campaign, item);
  if (item.thing !== null && isEnding(kind))
    return book.say(`home.${list}.ofPetition`, { thing, what: book.say(`campaigns.life.approve.${kind}`) });
  return book.say(`home.${list}.${kind}`, {
    thing,
    title: kind === "new-petition" ? countryOf(book, title) : title || book.say("updates.untitled"),
  });
}

function isEnding(kind: InboxItem["kind"]): boolean {
  return endings.some((move) => move === kind);
}

/** Which texts: a petition's, or the campaign's page. */
function thingOf(book: ConsoleBook, campaign: Campaign | undefined, { thing }: InboxItem): string {
  if (thing === null) return book.say("home.page");
  return nameOfPetition(book, thing, campaign ? officesOf(campaign, book.locale) : new Map());
}

function countryOf(book: ConsoleBook, code = ""): string {
  return countryNames(book.locale).find((country) => country.code === code)?.name ?? code;
}

function campaignsView(book: ConsoleBook, { campaigns, totals, account, now }: Seen): Html {
  const { say } = book;
  const shown = campaigns.filter(({ state }) => state !== "archived" && state !== "draft");
  const rows = shown.map((campaign) => {
    const { slug, ordinal } = campaign;
    const own = campaign.petitions.some(
      ({ organisation }) => account.role === "secretariat" || organisation === account.organisation,
    );
    const href = own ? consoleUrls.campaign(slug) : consoleUrls.petitions(slug);
    return html`<tr><th scope="row"><a href="${href}">${campaignName(campaign, book.locale)}</a></th>
<td data-name="${say("campaigns.list.state")}"><span class="state">${say(
      `campaigns.stage.${stageOf(campaign, "published", now)}`,
    )}</span></td>
<td class="n" data-name="${say("dashboard.signatures")}">${book.number(totals.get(ordinal) ?? 0)}</td></tr>
`;
  });
  return html`<section aria-labelledby="h-campaigns"><h2 id="h-campaigns">${say("home.campaigns.title")}</h2>
${
  shown.length > 0
    ? html`<table class="table stacks"><thead><tr><th scope="col">${say("campaigns.list.campaign")}</th>
<th scope="col">${say("campaigns.list.state")}</th>
<th scope="col" class="n">${say("dashboard.signatures")}</th></tr></thead>
<tbody>${rows}</tbody></table>`
    : html`<p class="soft">${say("home.campaigns.none")}</p>`
}
<p class="tools"><a href="${consoleUrls.campaigns}">${say("home.campaigns.all")}</a>${
    isAllowed(account, "petitions.edit") &&
    html`<a href="${consoleUrls.newCampaign}">${say("campaigns.new")}</a>`
  }</p></section>`;
}
