import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import type { Role } from "#campaigns/access/account.ts";
import { secretariat } from "#campaigns/access/secretariat.ts";
import { addAccount } from "#campaigns/accounts/add-account.ts";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { demo } from "./demo-campaign.ts";

const loginsSchema = Type.Object({
  password: Type.String(),
  accounts: Type.Array(Type.Object({ email: Type.String(), does: Type.String() })),
});

/** How to sign in to the demo: one password for all its accounts, which are on this computer only. */
export type DemoLogins = Static<typeof loginsSchema>;

type DemoAccount = { email: string; name: string; role: Role; organisation: string; does: string };

const accounts: readonly DemoAccount[] = [
  {
    email: "organiser@demo.example",
    name: "Olu, organiser",
    role: "organiser",
    organisation: demo.organisation,
    does: "organiser: runs campaigns",
  },
  {
    email: "second@demo.example",
    name: "Sam, second organiser",
    role: "organiser",
    organisation: demo.organisation,
    does: "a second organiser: approves what the first one wrote",
  },
  {
    email: "staff@demo.example",
    name: "Sita, staff",
    role: "staff",
    organisation: demo.organisation,
    does: "staff: hands over bundles",
  },
  {
    email: "auditor@demo.example",
    name: "Aki, auditor",
    role: "auditor",
    organisation: demo.organisation,
    does: "auditor: reads, changes nothing",
  },
  {
    email: "secretariat@demo.example",
    name: "Suda, secretariat",
    role: "secretariat",
    organisation: secretariat,
    does: "secretariat: leads the network",
  },
];

/** Makes an account for each role where there is none yet, and writes down how to sign in, for the file's owner. */
export async function makeDemoAccounts(deps: Deps, file: string): Promise<void> {
  const logins = readDemoLogins(file) ?? {
    password: randomBytes(18).toString("base64url"),
    accounts: accounts.map(({ email, does }) => ({ email, does })),
  };
  // Written first: what is broken off here goes on with the same password.
  writeFileSync(file, `${JSON.stringify(logins, null, 2)}\n`, { mode: 0o600 });
  const { password } = logins;
  for (const { does: _, ...account } of accounts) {
    await addAccount(deps, { ...account, locale: "en", password }).catch((error: unknown) => {
      if (!(error instanceof DomainError && error.code === "account-taken")) throw error;
    });
  }
}

/** Reads how to sign in to the demo; undefined where it is not written down. */
export function readDemoLogins(file: string): DemoLogins | undefined {
  return existsSync(file) ? Value.Parse(loginsSchema, JSON.parse(readFileSync(file, "utf8"))) : undefined;
}
