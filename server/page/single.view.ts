import { html } from "hono/html";
import type { Html } from "./html.ts";

/** What a page of one column shows: a band with a title, then its sections. */
export type Single = {
  /** Small, above the title: whose page it is. */
  name?: string;
  title: string;
  lead?: string | Html;
  /** More on the band, standing on its lower edge. */
  foot?: Html;
  body: unknown;
};

/** The `main` of a page of one column. */
export function single({ name, title, lead, foot, body }: Single): Html {
  return html`<div class="wrap single">
<div class="ask${foot ? " tied-down" : ""}">
${name && html`<p class="name">${name}</p>`}
<h1>${title}</h1>
${lead && html`<p class="target">${lead}</p>`}
${foot}
</div>
${body}
</div>`;
}
