import { html } from "hono/html";
import type { Problem } from "#campaigns/texts/yaml-file.ts";
import type { Html } from "#server/page/html.ts";
import type { ConsoleBook } from "../frame/console-book.ts";

/**
 * What is wrong with a text: the rules that writers meet every day are explained in the writer's language, others in
 * the loader's words.
 */
export function translateProblem({ say }: ConsoleBook, { says }: Pick<Problem, "says">): string | Html {
  const [, figure, can] = /has the figure "([^"]*)" and (can carry )?no source mark/.exec(says) ?? [];
  if (figure !== undefined)
    return say(can ? "campaigns.edit.bareFigure" : "campaigns.edit.figure", { figure });
  const [, other, source] =
    /has the figure "([^"]*)", and no claim of source ([0-9 or]+) in/.exec(says) ?? [];
  if (other !== undefined && source !== undefined)
    return say("campaigns.edit.otherFigure", { figure: other, source: source.replaceAll(" or ", ", ") });
  return html`<span lang="en" dir="ltr">${says}</span>`;
}
