import type { LightMyRequestResponse } from "fastify";
import type { Account, Role } from "#campaigns/access/account.ts";
import { secretariat } from "#campaigns/access/secretariat.ts";
import { addAccount } from "#campaigns/accounts/add-account.ts";
import { startSession } from "#campaigns/accounts/start-session.ts";
import type { Deps } from "#campaigns/open.ts";
import { sessionCookie } from "#server/plugins/sessions.ts";
import type { TestApp } from "./test-app.ts";

/** Somebody signed in to the console, asking by inject. */
export type ConsoleClient = {
  account: Account;
  /** The header that says who asks, for requests of another kind. */
  cookie: string;
  get(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Sends a form as a browser would. */
  post(
    path: string,
    form?: Record<string, string | readonly string[]>,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
};

let count = 0;

/** Makes an account, unless one is given, and signs it in. It has no password: `addTestAccount` makes one with. */
export async function signInAs(
  site: Pick<TestApp, "app" | "deps">,
  role: Role,
  organisation: string = secretariat,
  differences: Partial<Omit<Account, "id" | "role" | "organisation">> = {},
): Promise<ConsoleClient> {
  const account = await addTestAccount(site.deps, { role, organisation, ...differences });
  return clientOf(site, account);
}

/** An active account; others of its kind have other addresses. */
export async function addTestAccount(
  deps: Deps,
  { password, ...differences }: Partial<Omit<Account, "id">> & { password?: string } = {},
): Promise<Account> {
  count += 1;
  const account = await addAccount(deps, {
    name: `Person ${count}`,
    email: `person-${count}@sheaf.test`,
    organisation: secretariat,
    role: "secretariat",
    locale: "en",
    ...differences,
    ...(password !== undefined && { password }),
  });
  await deps.database.accounts.updateMany({ state: "invited" }, { $set: { state: "active" } });
  return account;
}

/** Signs an account in with both steps, on a browser of its own. */
export async function clientOf(
  { app, deps }: Pick<TestApp, "app" | "deps">,
  account: Account,
): Promise<ConsoleClient> {
  const where = { from: "127.0.0.0/24", browser: "Firefox, Linux" };
  const token = await startSession(deps, account.id, { method: "code", ...where });
  const cookie = `${sessionCookie(deps.publicUrl)}=${token}`;
  const usual = { cookie, accept: "text/html" };
  return {
    account,
    cookie,
    get: (url, headers) => app.inject({ method: "GET", url, headers: { ...usual, ...headers } }),
    post: (url, form = {}, headers) =>
      app.inject({
        method: "POST",
        url,
        headers: {
          ...usual,
          origin: deps.publicUrl,
          "content-type": "application/x-www-form-urlencoded",
          ...headers,
        },
        payload: encode(form),
      }),
  };
}

function encode(form: Record<string, string | readonly string[]>): string {
  const pairs = Object.entries(form).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs).toString();
}
