/** `hard`: the address does not exist and never will; `soft`: not this mail, or not now. */
export type Severity = "hard" | "soft";

/**
 * Codes (RFC 3463) for a mailbox or domain that does not exist: 5.1.x bad address, 5.2.1 mailbox closed, 5.4.1 and
 * 5.4.4 no such host. Full mailboxes, policies, spam filters and our own mistakes (5.1.7 and 5.1.8: the sender) are
 * soft, as is any failure whose first digit is 4.
 */
const nobodyThere = /^5\.(?:1\.(?![78]$)\d+|2\.1|4\.[14])$/;

/** SMTP replies of servers without better codes: no such mailbox, not here, name not allowed. */
const nobodyThereReplies = new Set(["550", "551", "553"]);

/** How bad a failure is, by its enhanced status code or, if that is unspecific, by its SMTP reply. */
export function severityOf(status: string | undefined, reply: string | undefined): Severity {
  if (status !== undefined && status !== "5.0.0") return nobodyThere.test(status) ? "hard" : "soft";
  return reply !== undefined && nobodyThereReplies.has(reply) ? "hard" : "soft";
}
