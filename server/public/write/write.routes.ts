import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { findReaders } from "#campaigns/letters/enquiries/find-readers.ts";
import { sendEnquiry } from "#campaigns/letters/enquiries/send-enquiry.ts";
import type { Deps } from "#campaigns/open.ts";
import { findOrganisation } from "#campaigns/organisations/find-organisation.ts";
import type { Organisation } from "#campaigns/organisations/organisation.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { addresses } from "../../page/addresses.ts";
import { localePath, params } from "../../page/params.ts";
import { phrasebook } from "../../page/phrasebook.ts";
import { keptFor, sendPrivatePage, sendPublicPage } from "../../page/send-page.ts";
import { writePage, writtenPage } from "./write.view.ts";

const answer = (longest: number) => Type.Optional(Type.String({ maxLength: longest }));
const form = Type.Object(
  { name: answer(2_000), email: answer(2_000), text: answer(10_000), comment: answer(2_000) },
  { additionalProperties: false },
);

/** Writing to an organisation: a form that shows nobody's address, and goes out by mail. */
export async function writeRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = `${localePath}/network/:organisation`;
  const schema = { params: params.organisation };

  pages.get(`${path}/write`, { schema }, async (request, reply) => {
    const { locale, organisation: slug } = request.params;
    const organisation = await findOpenOrganisation(deps, slug);
    const isReachable = (await findReaders(deps, slug)).length > 0;
    const page = writePage(phrasebook(locale), { organisation, isReachable });
    return sendPublicPage(request, reply, page, keptFor.campaign);
  });

  pages.post(`${path}/write`, { schema: { ...schema, body: form } }, async (request, reply) => {
    const { locale, organisation: slug } = request.params;
    const { name = "", email = "", text = "", comment = "" } = request.body;
    const organisation = await findOpenOrganisation(deps, slug);
    request.countAttempt();
    const view = { organisation, isReachable: true, answers: { name, email, text } };
    const book = phrasebook(locale);
    // A program filled in what people can't see.
    if (comment) return sendPrivatePage(reply, writePage(book, view), 422);
    const outcome = await sendEnquiry(deps, { organisation: slug, name, email, text });
    if (outcome.kind === "sent")
      return reply.header("Cache-Control", "no-store").redirect(addresses.written(locale, slug), 303);
    if (outcome.kind === "refused")
      return sendPrivatePage(reply, writePage(book, { ...view, problems: outcome.problems }), 422);
    if (outcome.kind === "nobody")
      return sendPrivatePage(reply, writePage(book, { organisation, isReachable: false }), 503);
    return sendPrivatePage(reply, writePage(book, { ...view, isTooMuch: true }), 429);
  });

  pages.get(`${path}/written`, { schema }, async (request, reply) => {
    const { locale, organisation: slug } = request.params;
    const page = writtenPage(phrasebook(locale), await findOpenOrganisation(deps, slug));
    return sendPublicPage(request, reply, page, keptFor.texts);
  });
}

/** @throws DomainError `not-found` when there is none, or it has left the network. */
async function findOpenOrganisation(deps: Deps, slug: string): Promise<Organisation> {
  const organisation = await findOrganisation(deps, slug);
  if (!organisation || organisation.endedAt !== null)
    throw new DomainError("not-found", `There is no organisation "${slug}".`);
  return organisation;
}
