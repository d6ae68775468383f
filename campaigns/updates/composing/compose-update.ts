import type { Header } from "../../mail/dkim.ts";
import type { LetterColours } from "../../mail/letter-colours.ts";
import { encodeMessage, encodeSubject } from "../../mail/mime-message.ts";
import { makeMarks } from "../../mail/mime-template.ts";
import { nameSender } from "../../mail/name-sender.ts";
import { isolate, isolatesThatMatter, plainLine } from "../../mail/plain-line.ts";
import { readLayout } from "../../mail/read-layout.ts";
import { wrapLines } from "../../mail/wrap-lines.ts";
import type { MailName } from "../../organisations/sender.ts";
import { type Locale, languageOf } from "../../platform/languages/languages.ts";
import { readMessages, type Translate } from "../../platform/languages/translate.ts";
import type { UpdateText } from "../update.model.ts";
import { type CampaignSources, listSources } from "./body-sources.ts";
import { type Gap, type ReaderLinks, subjectText, type Template } from "./fill-update.ts";
import { type MergeField, splitFields } from "./merge-fields.ts";
import { renderBody } from "./render-body.ts";

/** What all readers of one language share. */
export type UpdateFacts = {
  locale: Locale;
  /** The reader's own language, for what stands around the text: the text may be a fallback. */
  tongue: Locale;
  text: UpdateText;
  /** The update's id, when its readers find it on the web too. */
  onWeb?: string | undefined;
  campaign: CampaignSources & { name: string; colours?: LetterColours | undefined };
  organisation: { name: string; address?: string | undefined; mails: MailName };
  /** Sender, as SHEAF_MAIL_FROM has it. */
  from: string;
  /** The address people see, without a trailing slash. */
  publicUrl: string;
};

const messagesIn = readMessages(new URL("../../mail/messages/", import.meta.url));
const layouts = { ltr: readLayout("update-ltr"), rtl: readLayout("update-rtl") };
const longestName = 200;

/**
 * Composes an update in one language, once for all its readers: MIME with gaps for each reader's own values.
 * Nodemailer does the structure and the encodings.
 */
export async function composeUpdate(facts: UpdateFacts): Promise<Template> {
  const { locale, text, publicUrl } = facts;
  const { direction } = languageOf(locale);
  const marks = makeMarks<Gap>();
  const shared = {
    campaign: plainLine(facts.campaign.name, longestName),
    organisation: plainLine(facts.organisation.name, longestName),
  };
  const body = renderBody(
    listSources(withSignature(text.body, facts.organisation.mails), locale, facts.campaign),
    {
      locale,
      publicUrl,
      mark: (use) => marks.mark({ kind: "field", ...use }, "html"),
      colour: facts.campaign.colours?.light.campaign,
    },
  );
  const link = (name: keyof ReaderLinks) => marks.mark({ kind: "link", link: name }, "html");
  const frame = frameOf(facts, shared, link);
  const pieces = splitFields(text.subject);
  const title = subjectText({ shared }, {}, pieces);
  const headline = pieces
    .map((piece) => (typeof piece === "string" ? piece : marks.mark({ kind: "field", ...piece }, "html")))
    .join("");
  const standIn = marks.mark({ kind: "field", field: "campaign", otherwise: "" }, "html");
  const html = layouts[direction](
    { language: locale, pageTitle: title },
    {
      campaign: [{ text: isolate(shared.campaign) }],
      title: [{ text: headline }],
      body: [{ text: standIn }],
      closing: frame.closing.map((line) => ({ text: line })),
      link: frame.links,
    },
    facts.campaign.colours,
  ).replace(standIn, () => body.html);
  const plain = marks.asText(layOutPlain(facts.tongue, `${headline}\n\n${body.text}`, frame));
  const { headers, content } = await encode(facts, { html, plain });
  const forAll = pieces.every((piece) => typeof piece === "string" || isShared(piece.field));
  return {
    locale,
    direction,
    subject: forAll ? encodeSubject(title) : pieces,
    headers,
    body: marks.cut(content),
    shared,
  };
}

/** The signature stands below the text, line by line; nothing in it is Markdown or a merge field. */
function withSignature(body: string, { signature }: MailName): string {
  if (signature.length === 0) return body;
  const lines = signature.map((line) => line.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~&]/g, "\\$&"));
  return `${body.trimEnd()}\n\n${lines.join("\\\n")}`;
}

/** Whether a field has the same value for all readers. */
function isShared(field: MergeField): boolean {
  return field === "campaign" || field === "organisation";
}

type Shared = { campaign: string; organisation: string };
type Frame = {
  closing: string[];
  links: { label: string; href: string }[];
};

/** Why the mail was sent, who sends it, how to stop it. */
function frameOf(
  { locale, tongue, organisation, campaign, publicUrl, onWeb }: UpdateFacts,
  shared: Shared,
  link: (name: keyof ReaderLinks) => string,
): Frame {
  const say: Translate = messagesIn(tongue);
  const page = (language: Locale) => `${publicUrl}/${language}/c/${campaign.slug}`;
  const web = { label: say("link.web"), href: `${page(locale)}/updates/${onWeb}` };
  const named = { campaign: isolate(shared.campaign), organisation: isolate(shared.organisation) };
  const address = plainLine(organisation.address ?? "", longestName);
  return {
    closing: [say("update.why", named), ...(address ? [isolate(address)] : []), say("update.noTracking")],
    links: [
      { label: say("link.campaign"), href: page(tongue) },
      ...(onWeb === undefined ? [] : [web]),
      { label: say("link.unsubscribe"), href: link("unsubscribe") },
      { label: say("link.preferences"), href: link("preferences") },
    ],
  };
}

function layOutPlain(locale: Locale, body: string, { closing, links }: Frame): string {
  const { direction, intl } = languageOf(locale);
  const wrap = (text: string) => wrapLines(text, { intl, margin: "" });
  const linked = ({ label, href }: { label: string; href: string }) => `${wrap(`${label}:`)}\n${href}`;
  const around = ["----", ...closing.map(wrap), ...links.map(linked)];
  return `${body}\n\n${isolatesThatMatter(around.join("\n\n"), direction)}\n`;
}

function encode(
  { from, locale, campaign, organisation, publicUrl }: UpdateFacts,
  { html, plain }: { html: string; plain: string },
): Promise<{ headers: Header[]; content: string }> {
  const host = URL.parse(publicUrl)?.hostname ?? "localhost";
  const listName = plainLine(`${campaign.name}, ${organisation.name}`, 100).replaceAll(/["\\]/g, "");
  return encodeMessage({
    from: nameSender(from, organisation.mails.name),
    text: plain,
    html,
    headers: {
      "Content-Language": locale,
      ...(organisation.mails.replyTo && { "Reply-To": organisation.mails.replyTo }),
      "List-Id": { prepared: true, foldLines: true, value: listId(listName, `${campaign.slug}.${host}`) },
      Precedence: "bulk",
    },
  });
}

/** An ASCII phrase names the list for people; in other scripts only its id is shown. */
function listId(name: string, id: string): string {
  return /^[\x20-\x7e]+$/.test(name) ? `"${name}" <${id}>` : `<${id}>`;
}
