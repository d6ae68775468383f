import type { Account } from "#campaigns/access/account.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { Opened } from "./campaign-in-console.ts";

/** What the routes of updates work with. */
export type UpdatesOptions = {
  deps: Deps;
  /** Sender of mails. */
  from: string;
  /** How often and when supporters are written to, as the operator has set it. */
  rules: Rules;
  /** Mails an update in one language to the account itself; gives the name of the notice. */
  sendTest(
    opened: Opened,
    account: Account,
    locale: Locale,
  ): Promise<"tested" | "test-away" | "test-unsourced">;
};

/** Most updates of a campaign that a supporter gets within a week, and the hours of the night, such as "22-8". */
export type Rules = { weeklyMost: number; quietHours: string };
