import type { Campaign } from "../../petitions/campaign.ts";
import { languageOf } from "../../platform/languages/languages.ts";
import { readMessages } from "../../platform/languages/translate.ts";
import type { Update } from "../update.model.ts";
import type { TemplateName } from "./template.model.ts";

const messagesIn = readMessages(new URL("./templates/", import.meta.url));

/** What a template says, in every language of a campaign; for a milestone, `goal` is the number of people reached. */
export function templateTexts(name: TemplateName, campaign: Campaign, goal = 0): Update["texts"] {
  const texts = campaign.languages.map((locale) => {
    const say = messagesIn(locale);
    const { intl } = languageOf(locale);
    const gaps = { goal: new Intl.NumberFormat(intl, { numberingSystem: "latn" }).format(goal) };
    // Double braces are the template's own gaps; merge fields are filled later for each reader.
    const write = (key: string) => say(`${name}.${key}`, gaps).replaceAll("[[", "{{").replaceAll("]]", "}}");
    return [locale, { subject: write("subject"), body: write("body") }] as const;
  });
  return Object.fromEntries(texts);
}
