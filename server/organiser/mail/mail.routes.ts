import type { Resolver } from "node:dns/promises";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { checkMail } from "#campaigns/mail/check/check-mail.ts";
import type { Finding } from "#campaigns/mail/check/finding.ts";
import { planMail } from "#campaigns/mail/check/mail-plan.ts";
import { openResolver } from "#campaigns/mail/check/open-resolver.ts";
import {
  findSuppression,
  liftSuppression,
  suppressByHand,
} from "#campaigns/mail/suppression/change-suppression.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import type { Config } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { readMailHealth } from "#campaigns/returned-mail/read-mail-health.ts";
import { emailProblem, tidyEmail } from "#campaigns/texts/check-email.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { liftingRoutes } from "./lifting.routes.ts";
import { drawMail, type Search } from "./mail.view.ts";

type Options = { deps: Deps; config: Config };

const path = consoleUrls.mail;
const done = Type.Union([Type.Literal("lifted"), Type.Literal("lifted-many"), Type.Literal("suppressed")]);
const query = Type.Object(
  { check: Type.Optional(Type.Literal("yes")), done: Type.Optional(done) },
  { additionalProperties: false },
);
const addressForm = Type.Object({ email: Type.String({ maxLength: 600 }) }, { additionalProperties: false });
const liftForm = Type.Object(
  {
    key: Type.String({ pattern: "^[0-9a-f]{32}$", maxLength: 32 }),
    why: Type.Union([Type.Literal("asked"), Type.Literal("works-again"), Type.Literal("mistake")]),
  },
  { additionalProperties: false },
);

/** What the DNS says about our mails, or which setting is missing before it can be asked. */
async function checkSetUp(resolver: Resolver, config: Config): Promise<Finding[]> {
  try {
    return await checkMail(resolver, planMail(config));
  } catch (error) {
    if (!(error instanceof DomainError && error.code === "configuration")) throw error;
    return [{ about: "Settings", verdict: "wrong", says: error.message }];
  }
}

/** Mail delivery: what bounced, who gets no more mails and why, and what the DNS says about us. */
export async function mailRoutes(app: FastifyInstance, { deps, config }: Options): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const manage = { policy: "mail.suppress" } as const;
  const resolver = openResolver(config.SHEAF_DNS_SERVER);
  await app.register(liftingRoutes, { deps });

  const draw = async (
    request: FastifyRequest,
    more: { search?: Search; findings?: Finding[]; notice?: string },
  ) => {
    const account = accountOf(request);
    const health = await readMailHealth(deps, account);
    const organisations = await listOrganisations(deps);
    return drawMail(consoleBook(account.locale), { account, health, organisations, ...more });
  };

  pages.get(
    path,
    { config: { policy: "mail.read" }, schema: { querystring: query } },
    async (request, reply) => {
      const { check, done: what } = request.query;
      const findings = check === "yes" ? await checkSetUp(resolver, config) : undefined;
      const notice = what && consoleBook(accountOf(request).locale).say(`mail.done.${what}`);
      return sendConsolePage(
        reply,
        await draw(request, { ...(findings && { findings }), ...(notice && { notice }) }),
      );
    },
  );

  // An address must not appear in a URL, so looking it up is a POST; it changes nothing.
  pages.post(`${path}/search`, { config: manage, schema: { body: addressForm } }, async (request, reply) => {
    const email = tidyEmail(request.body.email);
    const isAddress = emailProblem(email) === undefined;
    const search = isAddress
      ? { email, ...(await findSuppression(deps, email)) }
      : { email, problem: true as const };
    return sendConsolePage(reply, await draw(request, { search }), isAddress ? 200 : 422);
  });

  pages.post(
    `${path}/suppress`,
    { config: manage, schema: { body: addressForm } },
    async (request, reply) => {
      const email = tidyEmail(request.body.email);
      if (emailProblem(email))
        return sendConsolePage(reply, await draw(request, { search: { email, problem: true } }), 422);
      await suppressByHand(deps, { actor: actorOf(request), email });
      return redirect(reply, `${path}?done=suppressed`);
    },
  );

  pages.post(`${path}/lift`, { config: manage, schema: { body: liftForm } }, async (request, reply) => {
    const { key, why } = request.body;
    await liftSuppression(deps, { actor: actorOf(request), key: Buffer.from(key, "hex"), why });
    return redirect(reply, `${path}?done=lifted`);
  });
}
