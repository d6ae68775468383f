import type { Locale } from "../platform/languages/languages.ts";

/** What an account may do: lead the network, run campaigns, hand over bundles, or only read. */
export const roles = ["secretariat", "organiser", "staff", "auditor"] as const;

/** One of the roles above. */
export type Role = (typeof roles)[number];

/** Somebody who can sign in. */
export type Account = {
  id: string;
  name: string;
  email: string;
  /** The slug of the one organisation it belongs to. */
  organisation: string;
  role: Role;
  /** The language of the console for this account. */
  locale: Locale;
  /** Its role needs a second step at the sign-in, and it has none yet: only of who is signed in. */
  secondStepDue?: boolean;
};

/** Tells whether a text is a role. */
export function isRole(word: string): word is Role {
  return roles.some((role) => role === word);
}
