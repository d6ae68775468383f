import type { Locale } from "../languages/languages.ts";

/** What an account may do: the secretariat everything everywhere, the others within their own organisation. */
export const roles = ["secretariat", "organiser", "staff", "auditor"] as const;

export type Role = (typeof roles)[number];

/** Somebody signed in. */
export type Account = {
  /** 24 hex digits. */
  id: string;
  name: string;
  email: string;
  /** Slug of the organisation. */
  organisation: string;
  role: Role;
  locale: Locale;
};
