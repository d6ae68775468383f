import { html } from "hono/html";
import type { Source } from "#campaigns/texts/source.ts";
import type { Html } from "../../page/html.ts";

/** A link to where a source is, named by its site; nothing for what is not on the web. */
export function sourceLink({ document }: Pick<Source, "document">): Html | undefined {
  const url = URL.parse(document);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") return undefined;
  return html` <a href="${url.href}" rel="noopener noreferrer"><bdi dir="ltr">${url.hostname}</bdi></a>.`;
}
