import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { mailProvider } from "#campaigns/mail/mail-provider.ts";
import {
  type BouncedPart,
  countBounced,
  liftSuppressions,
} from "#campaigns/mail/suppression/lift-suppressions.ts";
import type { Deps } from "#campaigns/open.ts";
import { day } from "#campaigns/platform/durations.ts";
import { emailProblem } from "#campaigns/texts/check-email.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import type { FieldErrors } from "../frame/fields.view.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { drawLifting, type Lifting } from "./lifting.view.ts";

const path = consoleUrls.lifting;
const closed = { additionalProperties: false } as const;

const asked = {
  status: Type.String({ maxLength: 12 }),
  domain: Type.String({ maxLength: 255 }),
  from: Type.String({ maxLength: 10 }),
  to: Type.String({ maxLength: 10 }),
};
const countForm = Type.Object(asked, closed);
const liftForm = Type.Object(
  {
    ...asked,
    counted: Type.String({ pattern: "^[0-9]{1,6}$", maxLength: 6 }),
    why: Type.Union([Type.Literal("asked"), Type.Literal("works-again"), Type.Literal("mistake")]),
  },
  closed,
);

type Asked = Static<typeof countForm>;

/** Lifts the suppressions of many bounced addresses at once: counted first, looked at again, and with the password. */
export async function liftingRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const manage = { policy: "mail.suppress" } as const;

  const show = async (request: FastifyRequest, reply: FastifyReply, asked: Asked, isChanged = false) => {
    const account = accountOf(request);
    const { part, errors } = readPart(deps, consoleBook(account.locale).say, asked);
    const counted = part && (await countBounced(deps, part));
    const lifting: Lifting = { asked, errors, counted, isChanged };
    return sendConsolePage(
      reply,
      drawLifting(consoleBook(account.locale), account, lifting),
      part ? 200 : 422,
    );
  };

  pages.get(path, { config: manage }, async (request, reply) => {
    const today = deps.now().toISOString().slice(0, 10);
    const account = accountOf(request);
    const lifting = { asked: { status: "", domain: "", from: today, to: today }, errors: {} };
    return sendConsolePage(reply, drawLifting(consoleBook(account.locale), account, lifting));
  });

  // A domain may be a person's own and must not stand in a page's address, so counting is a POST; it changes nothing.
  pages.post(path, { config: manage, schema: { body: countForm } }, (request, reply) =>
    show(request, reply, request.body),
  );

  pages.post(
    `${path}/lift`,
    { config: { ...manage, again: true }, schema: { body: liftForm } },
    async (request, reply) => {
      const { counted, why, ...asked } = request.body;
      const { part } = readPart(deps, consoleBook(accountOf(request).locale).say, asked);
      if (!part) return show(request, reply, asked);
      const lift = { actor: actorOf(request), part, counted: Number(counted), why };
      if ((await liftSuppressions(deps, lift)) === "changed") return show(request, reply, asked, true);
      return redirect(reply, `${consoleUrls.mail}?done=lifted-many`);
    },
  );
}

/** Which addresses are meant, or what is wrong with how that was said. */
function readPart(
  { keys }: Pick<Deps, "keys">,
  say: (key: string) => string,
  { status, domain, from, to }: Asked,
): { part?: BouncedPart; errors: FieldErrors } {
  const first = Date.parse(`${from}T00:00:00Z`);
  const last = Date.parse(`${to}T00:00:00Z`);
  const code = status.trim();
  const host = domain.trim().replace(/^@/, "");
  const errors = {
    ...(code !== "" &&
      !/^[45](?:\d\d|(?:\.\d{1,3}){0,2})$/.test(code) && { status: say("mail.lifting.noCode") }),
    ...(host !== "" && emailProblem(`x@${host}`) && { domain: say("mail.lifting.noDomain") }),
    ...(!(first <= last) && { to: say("mail.lifting.noDays") }),
  };
  if (Object.keys(errors).length > 0) return { errors };
  const part = {
    status: code || undefined,
    provider: host === "" ? undefined : mailProvider(keys, `x@${host}`),
    from: new Date(first),
    to: new Date(last + day),
  };
  return { part, errors };
}
