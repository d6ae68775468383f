import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { askForPasskey, checkPasskey } from "#campaigns/accounts/passkeys.ts";
import type { Deps } from "#campaigns/open.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import { consoleUrls } from "../console-urls.ts";
import { sendConsolePage } from "../frame/send-console-page.ts";
import { bookOf } from "./ask.ts";
import { createAttempts } from "./attempts.ts";
import { completeSignIn } from "./complete.ts";
import { bodyLimit, forms } from "./forms.ts";
import { safeTarget } from "./safe-target.ts";
import { type Onward, passkeyPage, signInPage } from "./sign-in.view.ts";
import { siteOf } from "./site-of.ts";
import { unlessLink } from "./unless-link.ts";

const open = { policy: "sign-in" } as const;

/** Signing in with a passkey, which covers both steps; there is nothing to guess, but each challenge is stored. */
export async function passkeyRoutes(
  app: FastifyInstance,
  { deps, redis }: { deps: Deps; redis: RedisClient },
): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const attempts = createAttempts({ redis, keys: deps.keys });

  const ask = async (request: FastifyRequest, reply: FastifyReply, onward: Onward, error?: string) => {
    const wait = await attempts.begin({ address: request.ip });
    if (wait > 0) {
      const book = bookOf(request);
      reply.header("Retry-After", wait);
      const tooEarly = book.count("accounts.signIn.wait", wait);
      return sendConsolePage(reply, signInPage(book, { ...onward, error: tooEarly }), 429);
    }
    const asked = await askForPasskey(deps, siteOf(deps.publicUrl, request));
    const page = passkeyPage(bookOf(request), { ...onward, ...asked, error });
    return sendConsolePage(reply, page, error ? 401 : 200);
  };

  pages.post(
    `${consoleUrls.signIn}/passkey/ask`,
    { config: open, bodyLimit, schema: { body: forms.askPasskey } },
    async (request, reply) =>
      ask(request, reply, { to: safeTarget(request.body.to), kept: request.body.kept }),
  );

  pages.post(
    `${consoleUrls.signIn}/passkey`,
    { config: open, bodyLimit, schema: { body: forms.passkey } },
    async (request, reply) => {
      const { kept, ...given } = request.body;
      const onward = { to: safeTarget(given.to), kept };
      const account = await checkPasskey(deps, siteOf(deps.publicUrl, request), given).catch(unlessLink);
      if (!account) return ask(request, reply, onward, bookOf(request).say("accounts.passkey.refused"));
      await attempts.succeed({ address: request.ip });
      return completeSignIn(app, deps, { request, reply }, { account, method: "passkey", onward });
    },
  );
}
