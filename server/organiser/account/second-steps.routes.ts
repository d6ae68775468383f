import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { removeTotp, setTotp, unwrapTotpSecret, wrapTotpSecret } from "#campaigns/accounts/change-totp.ts";
import { addPasskey, askForNewPasskey, removePasskey } from "#campaigns/accounts/passkeys.ts";
import { renewRecoveryCodes } from "#campaigns/accounts/recovery-codes.ts";
import { settleSession } from "#campaigns/accounts/second-step.ts";
import { makeTotpSecret } from "#campaigns/accounts/totp.ts";
import type { Deps } from "#campaigns/open.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { browserOf } from "../../plugins/browser-of.ts";
import { accountOf } from "../../plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { consoleBook } from "../frame/console-book.ts";
import { redirect, sendConsolePage } from "../frame/send-console-page.ts";
import { bookOf } from "../sign-in/ask.ts";
import { secondStepPage } from "../sign-in/second-step.view.ts";
import { hasName, siteOf } from "../sign-in/site-of.ts";
import { unlessLink } from "../sign-in/unless-link.ts";
import { newPasskeyPage, recoveryPage, totpPage } from "./second-steps.view.ts";
import { withAudit } from "./with-audit.ts";

const text = (maxLength: number) => Type.String({ maxLength });
const strict = { additionalProperties: false } as const;
const totpForm = Type.Object({ secret: text(400), code: text(40) }, strict);
const passkeyForm = Type.Object({ ticket: text(100), answer: text(12_000) }, strict);
const removeForm = Type.Object({ passkey: text(1_400) }, strict);

/**
 * Changing how one signs in asks for the password again: somebody who finds an open console must not lock out its
 * owner.
 */
const again = { policy: "account.own", again: true } as const;
const sets = { ...again, secondStep: "sets" } as const;
const home = consoleUrls.account;

type Options = { deps: Deps };

/** The page that somebody is led to whose role needs a second step; who has one has nothing to do there. */
export async function secondStepRoutes(app: FastifyInstance): Promise<void> {
  const config = { policy: "account.own", secondStep: "sets" } as const;
  app.get(consoleUrls.secondStep, { config }, async (request, reply) => {
    const step = request.signedIn?.secondStep;
    if (step !== "set-up" && step !== "later") return redirect(reply, home);
    return sendConsolePage(reply, secondStepPage(bookOf(request), { isDue: step === "later" }));
  });
}

/** Authenticator codes and recovery codes. */
export async function codesRoutes(app: FastifyInstance, { deps }: Options): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  const show = (request: FastifyRequest, reply: FastifyReply, secret: string, isWrong = false) => {
    const account = accountOf(request);
    const wrapped = wrapTotpSecret(deps.keys, account.id, secret);
    const page = totpPage(consoleBook(account.locale), { account, secret, wrapped, isWrong });
    return sendConsolePage(reply, page, isWrong ? 422 : 200);
  };

  pages.post(`${home}/totp/ask`, { config: sets, schema: { body: emptyForm } }, async (request, reply) =>
    show(request, reply, makeTotpSecret()),
  );

  pages.post(`${home}/totp`, { config: sets, schema: { body: totpForm } }, async (request, reply) => {
    const { id } = accountOf(request);
    const secret = unwrapTotpSecret(deps.keys, id, request.body.secret);
    const { code } = request.body;
    const isSet = await withAudit(deps, request, "account.totp", async (inner) => {
      const isRight = await setTotp(inner, id, { secret, code });
      if (isRight) await settleSession(inner, request.signedIn?.session._id, "code");
      return isRight;
    });
    if (!isSet) return show(request, reply, secret, true);
    return redirect(reply, `${home}?done=totpSaved`);
  });

  pages.post(
    `${home}/totp/remove`,
    { config: again, schema: { body: emptyForm } },
    async (request, reply) => {
      await withAudit(deps, request, "account.totp-remove", (inner) =>
        removeTotp(inner, accountOf(request).id),
      );
      return redirect(reply, `${home}?done=totpRemoved`);
    },
  );

  pages.post(`${home}/recovery`, { config: again, schema: { body: emptyForm } }, async (request, reply) => {
    const account = accountOf(request);
    const codes = await withAudit(deps, request, "account.recovery-codes", (inner) =>
      renewRecoveryCodes(inner, account.id),
    );
    return sendConsolePage(reply, recoveryPage(consoleBook(account.locale), { account, codes }));
  });
}

/** The account's passkeys. */
export async function ownPasskeysRoutes(app: FastifyInstance, { deps }: Options): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();

  const show = async (request: FastifyRequest, reply: FastifyReply, isWrong = false) => {
    const account = accountOf(request);
    const site = siteOf(deps.publicUrl, request);
    const asked = hasName(site) ? await askForNewPasskey(deps, site, account) : undefined;
    const page = newPasskeyPage(consoleBook(account.locale), { account, asked, isWrong });
    return sendConsolePage(reply, page, isWrong ? 422 : 200);
  };

  pages.post(`${home}/passkeys/ask`, { config: sets, schema: { body: emptyForm } }, async (request, reply) =>
    show(request, reply),
  );

  pages.post(`${home}/passkeys`, { config: sets, schema: { body: passkeyForm } }, async (request, reply) => {
    const madeWith = browserOf(request.headers["user-agent"]);
    const given = { ...request.body, account: accountOf(request).id, madeWith };
    const isAdded = await withAudit(deps, request, "account.passkey", async (inner) => {
      const isRight = await addPasskey(inner, siteOf(deps.publicUrl, request), given);
      if (isRight) await settleSession(inner, request.signedIn?.session._id, "passkey");
      return isRight;
    }).catch(unlessLink);
    if (!isAdded) return show(request, reply, true);
    return redirect(reply, `${home}?done=passkeyAdded`);
  });

  pages.post(
    `${home}/passkeys/remove`,
    { config: again, schema: { body: removeForm } },
    async (request, reply) => {
      await withAudit(deps, request, "account.passkey-remove", (inner) =>
        removePasskey(inner, accountOf(request).id, request.body.passkey),
      );
      return redirect(reply, `${home}?done=passkeyRemoved`);
    },
  );
}
