import { ImapFlow } from "imapflow";
import { DomainError } from "#campaigns/platform/errors.ts";
import { readableSize } from "#campaigns/returned-mail/read-returned-mail.ts";
import { takeReturnedMail } from "#campaigns/returned-mail/take-returned-mail.ts";
import type { BounceContext } from "./receive-returned-mail.ts";

/** A mailbox that receives returned mail. */
export type ReturnBox = {
  host: string;
  port: number;
  secure: boolean;
  user: string;
  pass: string;
  folder: string;
};

/** Host names of this machine. */
const near = new Set(["localhost", "127.0.0.1", "::1"]);

/** Mails read per poll; the next poll continues. */
const mostAtOnce = 500;

/**
 * Parses a mailbox address: imaps://user:password@host/folder, the inbox if it names none.
 * @throws DomainError `configuration`, without repeating the address, because it contains a password.
 */
export function readReturnBox(address: string): ReturnBox {
  const url = URL.parse(address);
  if (!url || !["imap:", "imaps:"].includes(url.protocol) || !url.hostname || !url.username) {
    throw new DomainError(
      "configuration",
      "SHEAF_BOUNCE_IMAP_URL is not the address of a mailbox: imaps://user:password@host/INBOX.",
    );
  }
  const secure = url.protocol === "imaps:";
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    user: decodeURIComponent(url.username),
    pass: decodeURIComponent(url.password),
    folder: decodeURIComponent(url.pathname.slice(1)) || "INBOX",
  };
}

/**
 * Reads the unread mails in a mailbox; of a large mail only the beginning. A mail is marked as read once its
 * contents are stored: after a crash in between it is read again, which changes nothing more. Returns how many were
 * read.
 */
export async function pollReturnedMail(
  { deps, returns }: Omit<BounceContext, "log">,
  { host, port, secure, user, pass, folder }: ReturnBox,
): Promise<number> {
  const client = new ImapFlow({
    ...{ host, port, secure, auth: { user, pass }, logger: false, disableAutoIdle: true },
    // A password never crosses a network in the clear, whatever an intermediary claims about STARTTLS.
    ...(!secure && !near.has(host) && { doSTARTTLS: true }),
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 },
  });
  // Failures are reported by the call that waits for them.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.mailboxOpen(folder);
    const unread = (await client.search({ seen: false }, { uid: true })) || [];
    const some = unread.slice(0, mostAtOnce).map(String);
    for (const uid of some) {
      const mail = await client.fetchOne(uid, { source: { maxLength: readableSize } }, { uid: true });
      const source = mail ? mail.source : undefined;
      if (source) returns.inc({ outcome: await takeReturnedMail(deps, source, []) });
      await client.messageFlagsAdd(uid, ["\\Seen"], { uid: true });
    }
    await client.logout();
    return some.length;
  } finally {
    client.close();
  }
}
