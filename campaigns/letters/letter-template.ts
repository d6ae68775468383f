import { html } from "hono/html";
import type { DkimSigner, Header } from "../mail/dkim.ts";
import type { LetterKind } from "../mail/letter.ts";
import { encodeMessage, encodeSubject, writeMessage } from "../mail/mime-message.ts";
import { type Form, fillBody, type MimeBody, makeMarks } from "../mail/mime-template.ts";
import { nameSender } from "../mail/name-sender.ts";
import { isolate, isolatesAsHtml, isolatesThatMatter } from "../mail/plain-line.ts";
import type { MailName } from "../organisations/sender.ts";
import type { Campaign } from "../petitions/campaign.ts";
import { shareSource } from "../petitions/sharing/share-source.ts";
import { textLocale } from "../petitions/text-locale.ts";
import { frameOf, type Locale, languageOf } from "../platform/languages/languages.ts";
import { composeLetter } from "./compose-letter.ts";
import { type LetterLink, linksOf } from "./letter-links.ts";

/** What makes letters of one kind and language differ in more than what stands in their gaps. */
export type LetterVariant = {
  kind: LetterKind;
  locale: Locale;
  /** Whether it greets by name. */
  greets: boolean;
  /** Whether the reader agreed to any news, and can end that. */
  hasNews: boolean;
  /** Slug of the organisation whose petition was signed: it is named as the sender. */
  owner: string;
  /** How its mails are signed. */
  mails: MailName | undefined;
  /** Whether one office is addressed, and can be named. */
  hasOffice: boolean;
};

/** A place in a letter that one reader's value fills. */
type LetterGap =
  | { kind: "token"; link: LetterLink }
  | { kind: "greeting" | "until" | "entries" | "office" | "place" };

/** A letter composed for all its readers: what they share, and gaps. */
export type LetterTemplate = {
  direction: "ltr" | "rtl";
  subject: string;
  headers: Header[];
  body: MimeBody<LetterGap>;
};

/** What one reader's letter needs. */
export type LetterReader = {
  to: string;
  messageId: string;
  unsubscribe: string | undefined;
  tokenOf(link: LetterLink): string;
  greeting: string;
  until: string;
  office: string;
  /** The country's part of the petition's address. */
  place: string;
  /** Lines about the entries that wait, foreign texts in isolates. */
  entries: readonly string[];
};

type Shared = { publicUrl: string; from: string };

const templates = new WeakMap<Campaign, Map<string, Promise<LetterTemplate>>>();

/** A letter of a campaign, composed once a process for as long as the campaign stays as it was read. */
export function letterTemplate(
  shared: Shared,
  campaign: Campaign,
  variant: LetterVariant,
): Promise<LetterTemplate> {
  const own = templates.get(campaign) ?? new Map<string, Promise<LetterTemplate>>();
  templates.set(campaign, own);
  const name = JSON.stringify([shared.publicUrl, shared.from, ...Object.values(variant)]);
  const known = own.get(name);
  if (known) return known;
  const composing = compose(shared, campaign, variant);
  own.set(name, composing);
  composing.catch(() => own.delete(name));
  return composing;
}

async function compose(
  { publicUrl, from }: Shared,
  campaign: Campaign,
  { kind, locale, greets, hasNews, owner: slug, mails, hasOffice }: LetterVariant,
): Promise<LetterTemplate> {
  const page = campaign.pages[textLocale(campaign, locale)];
  if (!page) throw new Error(`${campaign.slug} has no texts in "${locale}".`);
  const marks = makeMarks<LetterGap>();
  const mark = (gap: LetterGap) => marks.mark(gap, "html");
  const links = linksOf(kind, hasNews).map(
    (link) => [link, linkTo(publicUrl, locale, link, mark({ kind: "token", link }))] as const,
  );
  const owner = campaign.organisationNames[slug] ?? slug;
  const shared = `${publicUrl}/c/${campaign.slug}${mark({ kind: "place" })}?source=${shareSource("mail", null)}`;
  const letter = composeLetter(kind, locale, {
    campaignName: page.name,
    headline: page.headline,
    organiser: page.runBy[0]?.name ?? page.name,
    owner,
    office: hasOffice ? mark({ kind: "office" }) : undefined,
    share: shared,
    signature: mails?.signature,
    colours: campaign.colours,
    greeting: greets ? mark({ kind: "greeting" }) : undefined,
    links: Object.fromEntries(links),
    until: mark({ kind: "until" }),
    entries: kind === "confirm" || kind === "remind" ? [mark({ kind: "entries" })] : [],
  });
  const { headers, content } = await encodeMessage({
    from: nameSender(from, mails?.name ?? owner),
    // What fences a value depends on the value.
    text: marks.asText(letter.text.replaceAll(/\u2068(zq\w+)\u2069/gu, "$1")),
    html: letter.html,
    headers: { ...letter.headers, ...(mails?.replyTo && { "Reply-To": mails.replyTo }) },
  });
  const { direction } = languageOf(frameOf(locale));
  return { direction, subject: encodeSubject(letter.subject), headers, body: marks.cut(content) };
}

/** The address of a page with a token. */
export function linkTo(publicUrl: string, locale: Locale, link: LetterLink, token: string): string {
  return `${publicUrl}/${locale}/${link}/${token}`;
}

/** Makes one reader's letter, signed when there is a key. */
export async function fillLetter(
  { subject, headers, body, direction }: LetterTemplate,
  reader: LetterReader,
  signing: { date: Date; signer: DkimSigner | undefined },
): Promise<Buffer> {
  const filled = fillBody(body, (gap, form) => valueFor(gap, form, reader, direction));
  return writeMessage({ ...reader, shared: headers, subject, body: filled }, signing);
}

function valueFor(gap: LetterGap, form: Form, reader: LetterReader, direction: "ltr" | "rtl"): string {
  const show = (text: string) =>
    form === "html" ? isolatesAsHtml(`${html`${text}`}`) : isolatesThatMatter(text, direction);
  switch (gap.kind) {
    case "token":
      return reader.tokenOf(gap.link);
    case "place":
      return reader.place;
    case "entries":
      return reader.entries.map(show).join(form === "html" ? "<br>" : "\r\n    ");
    default:
      // In HTML the layout fences it.
      return show(form === "html" ? reader[gap.kind] : isolate(reader[gap.kind]));
  }
}
