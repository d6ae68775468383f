import type { Account } from "../../access/account.ts";

/** Whose start page it is. */
export type Reader = Pick<Account, "id" | "role" | "organisation" | "locale">;

/** What a person can be asked to do, or can be waiting for, or has gone wrong. */
export type InboxKind =
  | "page"
  | "petition"
  | "update"
  | "close"
  | "reopen"
  | "archive"
  | "dates"
  | "new-petition"
  | "publish"
  | "changes"
  | "continue"
  | "schedule"
  | "changes-update"
  | "continue-update"
  | "bundle"
  | "bundle-approval"
  | "uncertain"
  | "paused"
  | "letters"
  | "drift"
  | "bundle-failed";

/** One thing on somebody's start page. */
export type InboxItem = {
  kind: InboxKind;
  /** Slug of the campaign, and its name where it is not published yet. */
  campaign: string;
  name?: string | undefined;
  /** Id of the petition or the update; null for the campaign's page, or all of it. */
  thing: string | null;
  /** The subject of an update, the country of a petition that is asked for. */
  title?: string | undefined;
  /** Id of the account that asked for it or wrote it last, if it was somebody. */
  by?: string | undefined;
  /** Since when; of what is counted, nobody knows. */
  at?: Date | undefined;
  count?: number | undefined;
};

/** What waits for somebody, what they wait for, and what is wrong, in all campaigns within reach, oldest first. */
export type Inbox = { waiting: InboxItem[]; awaited: InboxItem[]; wrong: InboxItem[] };

/** An item with the list it belongs to. */
export type Placed = InboxItem & { list: keyof Inbox };
