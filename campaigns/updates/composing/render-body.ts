import { convert } from "html-to-text";
import MarkdownIt, { type Token } from "markdown-it";
import sanitizeHtml from "sanitize-html";
import { ownColours } from "../../mail/letter-colours.ts";
import { wrapLines } from "../../mail/wrap-lines.ts";
import { type Locale, languageOf } from "../../platform/languages/languages.ts";
import { type FieldUse, fieldForm, readField } from "./merge-fields.ts";

/** A body in both forms of a mail. */
export type RenderedBody = { html: string; text: string };

/**
 * How a body is rendered: `mark` returns the letters and digits that stand for a field until a reader's value
 * replaces them.
 */
export type Rendering = {
  locale: Locale;
  publicUrl: string;
  mark: (use: FieldUse) => string;
  /** Of links, instead of Sheaf's own. */
  colour?: string | undefined;
};

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false });
// A file name or an invented word is not a link: only full addresses become links.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
markdown.inline.ruler.before("emphasis", "field", (state, silent) => {
  if (!state.src.startsWith("{{", state.pos)) return false;
  const found = new RegExp(fieldForm, "y");
  found.lastIndex = state.pos;
  const match = found.exec(state.src);
  const use = match && readField(match[1] ?? "", match[2]);
  if (!match || !use) return false;
  if (!silent) {
    const token = state.push("field", "", 0);
    token.info = use.field;
    token.markup = use.otherwise;
  }
  state.pos += match[0].length;
  return true;
});

markdown.renderer.rules.field = (tokens, index) => tokens[index]?.content ?? "";

/** Mail programs often ignore stylesheets: what matters is on the element. */
const styles: Record<string, string> = {
  p: "margin:0 0 16px;",
  h1: "margin:24px 0 10px;font-size:24px;line-height:1.3;font-weight:700;",
  h2: "margin:24px 0 8px;font-size:20px;line-height:1.3;font-weight:700;",
  h3: "margin:20px 0 6px;font-size:17px;line-height:1.4;font-weight:700;",
  ul: "margin:0 0 16px;padding-inline-start:24px;",
  ol: "margin:0 0 16px;padding-inline-start:24px;",
  li: "margin:0 0 6px;",
  blockquote: "margin:0 0 16px;padding-inline:16px;border-inline-start:4px solid #00645a;",
  hr: "border:0;border-top:1px solid #dcded7;margin:24px 0;",
  a: "color:#00645a;",
  code: "font-family:Consolas,Menlo,monospace;",
  pre: "margin:0 0 16px;white-space:pre-wrap;",
};

const allowedTags = [...Object.keys(styles), "img", "strong", "em", "s", "br"];

/** Renders an update's body as safe HTML with inline styles; our own links and pictures get full addresses. */
export function renderBody(body: string, { locale, publicUrl, mark, colour }: Rendering): RenderedBody {
  const own = ownColours.light.campaign;
  const styleOf = (tag: string) => styles[tag]?.replaceAll(own, colour ?? own);
  const tokens = markdown.parse(body, {});
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const use = token.type === "field" && readField(token.info, token.markup);
    if (use) token.content = mark(use);
  }
  const raw = markdown.renderer.render(tokens, markdown.options, {});
  const whole = (address: string | undefined) =>
    address?.startsWith("/") ? `${publicUrl}${address}` : (address ?? "");
  const html = sanitizeHtml(raw, {
    allowedTags,
    allowedAttributes: { a: ["href", "style"], img: ["src", "alt", "width", "style"], "*": ["style"] },
    allowedSchemes: ["https", "http", "mailto"],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    transformTags: {
      "*": (tagName, attribs) => {
        const style = styleOf(tagName);
        return { tagName, attribs: { ...attribs, ...(style && { style }) } };
      },
      a: (tagName, { href }) => ({ tagName, attribs: { href: whole(href), style: styleOf("a") ?? "" } }),
      img: (tagName, { src, alt }) => ({
        tagName,
        attribs: {
          src: whole(src),
          alt: alt ?? "",
          width: "520",
          style: "display:block;width:100%;max-width:520px;height:auto;border:0;",
        },
      }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === "img" && !attribs.src?.startsWith(`${publicUrl}/`),
  });
  return { html: html.trim(), text: toText(html, locale) };
}

/**
 * What a body says, a text for each of its blocks: without addresses, numbers of lists and what readers get of their
 * own.
 */
export function wordsOf(body: string): string[] {
  return markdown.parse(body, {}).flatMap(({ type, children, content }) => {
    if (type === "inline") return spokenBy(children ?? []);
    return type === "fence" || type === "code_block" ? content : [];
  });
}

function spokenBy(tokens: readonly Token[]): string {
  let isAddress = false;
  let words = "";
  for (const { type, info, content, markup } of tokens) {
    // An address that is its own text is no statement.
    if (type === "link_open") isAddress = info === "auto";
    else if (type === "link_close") isAddress = false;
    else if (type === "softbreak" || type === "hardbreak") words += "\n";
    // What stands in for a field is written by nobody but the writer.
    else if (type === "field") words += markup;
    else if (!isAddress) words += content;
  }
  return words;
}

function toText(html: string, locale: Locale): string {
  const { intl } = languageOf(locale);
  const plain = convert(html, {
    wordwrap: false,
    selectors: [
      ...["h1", "h2", "h3"].map((selector) => ({ selector, options: { uppercase: false } })),
      {
        selector: "a",
        options: { hideLinkHrefIfSameAsText: true, linkBrackets: ["<", ">"] as [string, string] },
      },
      { selector: "img", format: "skip" },
      { selector: "ul", options: { itemPrefix: " - " } },
    ],
  });
  return plain
    .split("\n")
    .map((line) => {
      const margin = /^(?:> |\s+(?:- |\d+\. )?)+/.exec(line)?.[0] ?? "";
      const inner = line.slice(margin.length);
      const wrapped = wrapLines(inner, { intl, margin: " ".repeat(margin.length) });
      return margin + wrapped.slice(margin.length);
    })
    .join("\n")
    .trim();
}

/** The addresses of a body's links and pictures. */
export function findAddresses(body: string): { links: string[]; pictures: string[] } {
  const tokens = markdown.parse(body, {}).flatMap((token) => token.children ?? []);
  const of = (type: string, attribute: string) =>
    tokens.filter((token) => token.type === type).map((token) => `${token.attrGet(attribute) ?? ""}`);
  return { links: of("link_open", "href"), pictures: of("image", "src") };
}
