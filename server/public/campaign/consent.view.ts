import { html, raw } from "hono/html";
import type { Html } from "../page/html.ts";

/** A box to tick, with what it agrees to. It is never ticked for anybody. */
export function consent(name: string, text: string, isTicked: boolean): Html {
  return html`<label class="consent"><input type="checkbox" name="${name}" value="yes"${isTicked ? raw(" checked") : ""}><span>${text}</span></label>`;
}
