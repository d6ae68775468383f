import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";
import { checkPassword } from "#campaigns/accounts/check-password.ts";
import type { Deps } from "#campaigns/deps.ts";
import { emptyForm } from "#server/public/page/empty-form.ts";
import { preferredLocale } from "#server/public/page/preferred-locale.ts";
import { consoleBook } from "../frame/console-book.ts";
import { leadOn, sendConsolePage } from "../frame/send-console-page.ts";
import { safeTarget } from "./safe-target.ts";
import { signInPage } from "./sign-in.view.ts";

const text = (maxLength: number) => Type.String({ maxLength });

const signInForm = Type.Object(
  { email: text(300), password: text(1_000), to: Type.Optional(text(1_000)) },
  { additionalProperties: false },
);

const query = Type.Object({ to: Type.Optional(text(1_000)) });

/** Signing in and out. */
export async function signInRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const open = { policy: "sign-in" } as const;

  pages.get(
    "/organiser/sign-in",
    { config: open, schema: { querystring: query } },
    async (request, reply) => {
      const to = safeTarget(request.query.to);
      if (request.signedIn) return leadOn(reply, to);
      const book = consoleBook(preferredLocale(request.headers["accept-language"]));
      return sendConsolePage(reply, signInPage(book, { to }));
    },
  );

  pages.post("/organiser/sign-in", { config: open, schema: { body: signInForm } }, async (request, reply) => {
    const { email, password } = request.body;
    const to = safeTarget(request.body.to);
    const found = await checkPassword(deps, email, password);
    if (!found) {
      const book = consoleBook(preferredLocale(request.headers["accept-language"]));
      const error = book.say("accounts.signIn.refused");
      return sendConsolePage(reply, signInPage(book, { to, email, error }), 401);
    }
    await app.signIn(request, reply, found._id.toHexString(), "password");
    return leadOn(reply, to);
  });

  pages.post(
    "/organiser/sign-out",
    { config: { policy: "account.own" }, schema: { body: emptyForm } },
    async (request, reply) => {
      await app.signOut(request, reply);
      return leadOn(reply, "/organiser/sign-in");
    },
  );
}
