import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { html } from "hono/html";
import { Type } from "typebox";
import type { Account } from "#campaigns/access/account.ts";
import type { Deps } from "#campaigns/open.ts";
import {
  type Contact,
  keepContact,
  type OpenContact,
  openContact,
} from "#campaigns/petitions/contacts/keep-contact.ts";
import { campaignName, textLocale } from "#campaigns/petitions/text-locale.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { consolePage } from "../frame/console-page.view.ts";
import { field } from "../frame/fields.view.ts";
import { namedCampaign } from "../frame/named-campaign.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { findTheirs, keepField, overtakenNote, type Theirs, theirsOf, withTheirs } from "./overtaken.view.ts";
import { inQuery, params } from "./params.ts";
import { nameOfPetition, officesOf } from "./petition-names.ts";

const line = Type.String({ maxLength: 320 });
const contactForm = Type.Object(
  {
    name: line,
    email: line,
    phone: line,
    notes: Type.String({ maxLength: 4_000 }),
    revision: Type.String({ pattern: "^[0-9]{1,9}$" }),
    keep: keepField,
  },
  { additionalProperties: false },
);

/** The people behind the office that a petition addresses: for its organisers only. */
export async function contactRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${consoleUrls.draft(":campaign", ":petition")}/contact`;
  const config = { policy: "petitions.edit" } as const;

  pages.get(
    path,
    { config, schema: { params: params.petition, querystring: inQuery } },
    async (request, reply) => {
      const account = accountOf(request);
      const open = await openContact(deps, { account, ...request.params });
      return sendConsolePage(reply, contactPage(account, open, { isSaved: request.query.done === "saved" }));
    },
  );

  pages.post(
    path,
    { config, schema: { params: params.petition, body: contactForm } },
    async (request, reply) => {
      const { revision, keep, ...typed } = request.body;
      const account = accountOf(request);
      const { campaign, petition } = request.params;
      const ref = { account, campaign, petition };
      const contact = withTheirs(typed, (await openContact(deps, ref)).contact, keep);
      try {
        await keepContact(deps, { ...ref, actor: actorOf(request), contact, revision: Number(revision) });
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== "draft-changed") throw error;
        const open = await openContact(deps, ref);
        const theirs = findTheirs(contact, open.contact);
        if (theirs)
          return sendConsolePage(reply, contactPage(account, { ...open, contact }, { theirs }), 409);
      }
      return redirect(reply, `${consoleUrls.draft(campaign, petition)}/contact?done=saved`);
    },
  );
}

function contactPage(
  account: Account,
  { campaign, petition, contact, revision }: OpenContact,
  { isSaved, theirs }: { isSaved?: boolean; theirs?: Theirs },
) {
  const book = consoleBook(account.locale);
  const { say } = book;
  const title = say("campaigns.contact.title", {
    office: petition.target[textLocale(campaign, book.locale)] ?? "",
  });
  const name = campaignName(campaign, book.locale);
  const petitionIs = nameOfPetition(book, petition.id, officesOf(campaign, book.locale));
  const entry = (key: keyof Contact, rows?: number) =>
    field({
      name: key,
      label: say(`campaigns.contact.${key}`),
      value: contact[key],
      rows,
      autocomplete: "off",
      below: theirsOf(book, theirs, key),
    });
  return consolePage(book, {
    title,
    section: "petitions",
    account,
    campaign: namedCampaign(campaign, account),
    notice: isSaved ? say("campaigns.draft.done.saved") : undefined,
    main: html`<p class="crumbs"><a href="${consoleUrls.petitions(campaign.slug)}">${name}</a> / <a
href="${consoleUrls.draft(campaign.slug, petition.id)}">${petitionIs}</a></p>
<h1>${title}</h1>
<p class="soft">${say("campaigns.contact.lead")}</p>
${overtakenNote(book, theirs)}
<form class="form" method="post" action="${consoleUrls.draft(campaign.slug, petition.id)}/contact">
<input type="hidden" name="revision" value="${revision}">
${entry("name")}${entry("email")}${entry("phone")}${entry("notes", 5)}
<div class="actions"><button class="main" type="submit">${say("campaigns.contact.save")}</button></div>
</form>`,
  });
}
