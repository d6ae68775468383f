/** Why somebody is left out of an update when her turn comes, as her dispatch says it. */
export const skipReasons = {
  withdrawn: "the signature was withdrawn",
  left: "she does not want to hear more",
  elsewhere: "the update is not for her any more",
  unread: "no text in her language",
  capped: "she has had her updates for this week",
  cancelled: "the update was cancelled",
} as const;

/** The name of such a reason. */
export type SkipReason = keyof typeof skipReasons;
