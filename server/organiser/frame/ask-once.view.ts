import { html } from "hono/html";
import type { Html } from "#server/page/html.ts";

/**
 * A button that first says what will follow; the second, inside, does it. Works without a script, and inside a form.
 */
export function askOnce({ label, follows, act }: { label: string; follows: string; act: Html }): Html {
  return html`<details class="ask-once"><summary>${label}</summary>
<div class="needs"><p>${follows}</p>${act}</div></details>`;
}
