import { html } from "hono/html";
import type { Account } from "#campaigns/access/account.ts";
import { paletteNames } from "#campaigns/petitions/drafts/palettes.ts";
import { consoleUrls } from "../console-urls.ts";
import type { ConsoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { choiceField, errorSummary, type FieldErrors, field, radioField } from "../frame/fields.view.ts";
import { overtakenNote, type Theirs, theirsOf } from "./overtaken.view.ts";
import type { SentSchedule } from "./schedule.ts";
import { scheduleField, zoneField } from "./schedule.view.ts";

/** A draft's settings as form fields; `palette` is empty for colours that are not one of the palettes. */
export type SentSettings = SentSchedule & {
  palette: string;
  verification: "email" | "none";
  asksPostcode: "yes" | "no";
};

type View = {
  slug: string;
  name: string;
  /** Hash of the draft's settings. */
  was: string;
  /** Of its petitions. */
  countries: readonly string[];
  sent: SentSettings;
  errors: FieldErrors;
  theirs?: Theirs;
  /** A web address that was sent and refused. */
  typedSlug?: string;
};

/** The page for dates, goals, colours and what signers are asked, before a campaign is published. */
export function settingsPage(book: ConsoleBook, account: Account, view: View): string {
  const { say } = book;
  const { slug, name, was, sent, errors, theirs } = view;
  const title = say("campaigns.settings.title");
  const line = (key: keyof SentSchedule, hint?: string) =>
    scheduleField(book, { sent, errors, theirs }, key, hint);
  const palettes = paletteNames.map((value) => ({
    value,
    label: say(`campaigns.settings.palettes.${value}`),
  }));
  const standing = sent.palette === "" ? [{ value: "", label: say("campaigns.settings.palettes.own") }] : [];
  return consolePage(book, {
    title,
    section: "petitions",
    account,
    campaign: { slug, name, isBegun: true, isMadeUp: false },
    main: html`<p class="crumbs"><a href="${consoleUrls.petitions(slug)}">${name}</a></p>
<h1>${title}</h1>
${overtakenNote(book, theirs)}
${errorSummary(book, errors)}
<form class="form" method="post" action="${consoleUrls.settings(slug)}" novalidate>
<input type="hidden" name="was" value="${was}">
${zoneField(book, { sent, errors, theirs }, view.countries)}
${line("opensAt", say("campaigns.schedule.opensAtHint"))}
${line("closesAt", say("campaigns.schedule.closesAtHint"))}
${line("goals", say("campaigns.schedule.goalsHint"))}
${choiceField({
  name: "palette",
  label: say("campaigns.settings.palette"),
  value: sent.palette,
  options: [...standing, ...palettes],
  below: theirsOf(book, theirs, "palette", (value) => say(`campaigns.settings.palettes.${value || "own"}`)),
})}
${radioField({
  name: "verification",
  legend: say("campaigns.settings.verification"),
  value: sent.verification,
  below: theirsOf(book, theirs, "verification", (value) => say(`campaigns.settings.verifications.${value}`)),
  options: (["email", "none"] as const).map((value) => ({
    value,
    label: say(`campaigns.settings.verifications.${value}`),
  })),
})}
${radioField({
  name: "asksPostcode",
  legend: say("campaigns.settings.asksPostcode"),
  value: sent.asksPostcode,
  below: theirsOf(book, theirs, "asksPostcode", (value) => say(`campaigns.edit.${value}`)),
  options: (["yes", "no"] as const).map((value) => ({ value, label: say(`campaigns.edit.${value}`) })),
})}
<div class="actions"><button class="main" type="submit">${say("campaigns.settings.save")}</button></div>
</form>
<section aria-labelledby="h-address"><h2 id="h-address">${say("campaigns.field.slug")}</h2>
<form class="form" method="post" action="${consoleUrls.address(slug)}" novalidate>
${field({
  name: "slug",
  label: say("campaigns.field.slug"),
  value: view.typedSlug ?? slug,
  hint: say("campaigns.field.slugHint"),
  error: errors.slug,
})}
<div class="actions"><button type="submit">${say("campaigns.field.slugSave")}</button></div>
</form></section>`,
  });
}
