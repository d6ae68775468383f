import type { Locale } from "../platform/languages/languages.ts";

/** What somebody may do: lead the network, run campaigns, hand over bundles, or look on. */
export const roles = ["secretariat", "organiser", "staff", "auditor"] as const;

/** A role of the list above. */
export type Role = (typeof roles)[number];

/** Somebody who can sign in. */
export type Account = {
  id: string;
  name: string;
  email: string;
  /** The slug of the one organisation it belongs to. */
  organisation: string;
  role: Role;
  /** The language that the console speaks to them. */
  locale: Locale;
  /** Its role needs a second step at the sign-in, and it has none yet: only of who is signed in. */
  secondStepDue?: boolean;
};

/** Tells whether a word is a role. */
export function isRole(word: string): word is Role {
  return roles.some((role) => role === word);
}
