import { html } from "hono/html";
import type { Html } from "./html.ts";

/** The contents of a one-column page: a band with a title, then its sections. */
export type Single = {
  /** Small text above the title: whose page it is. */
  name?: string | Html;
  title: string;
  lead?: string | Html;
  /** More on the band, at its lower edge. */
  foot?: Html;
  body: unknown;
};

/** The `main` of a one-column page. */
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
