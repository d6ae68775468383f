import { ImapFlow } from "imapflow";
import { DomainError } from "#campaigns/platform/errors.ts";
import { readableSize } from "#campaigns/returned-mail/read-returned-mail.ts";
import { takeReturnedMail } from "#campaigns/returned-mail/take-returned-mail.ts";
import type { BounceContext } from "./receive-returned-mail.ts";

/** A mailbox that returned mail lies in. */
export type ReturnBox = {
  host: string;
  port: number;
  secure: boolean;
  user: string;
  pass: string;
  folder: string;
};

/** Hosts that are this machine. */
const near = new Set(["localhost", "127.0.0.1", "::1"]);

/** Mails that are read in one poll; the next one goes on. */
const mostAtOnce = 500;

/**
 * Reads the address of a mailbox: imaps://user:password@host/folder, the inbox when it names none.
 * @throws DomainError `configuration`, which does not repeat the address: a password stands in it.
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
 * Reads what has come to a mailbox and was not read yet; of a large mail the beginning. A mail is marked as read once what
 * it says is stored: after a crash between the two it is read again, which changes nothing more. Tells how many were read.
 */
export async function pollReturnedMail(
  { deps, returns }: Omit<BounceContext, "log">,
  { host, port, secure, user, pass, folder }: ReturnBox,
): Promise<number> {
  const client = new ImapFlow({
    ...{ host, port, secure, auth: { user, pass }, logger: false, disableAutoIdle: true },
    // A password never crosses a network in clear, whatever stands in between says of STARTTLS.
    ...(!secure && !near.has(host) && { doSTARTTLS: true }),
    ...{ connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 },
  });
  // What goes wrong is told by the call that waits for it.
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
