import { openMailStore } from "./mail-store.ts";
import { receiveMail } from "./receive-mail.ts";
import { serveMailbox } from "./serve-mailbox.ts";

/** A mailbox running in this process. */
export type Mailbox = {
  /** Where to send mail: smtp://127.0.0.1:port */
  smtpUrl: string;
  /** Where to read it, at /mailbox: http://127.0.0.1:port */
  url: string;
  close(): Promise<void>;
};

/** Opens a mailbox on the loopback address that accepts every mail and keeps the newest 500 in `folder`. */
export async function openMailbox(folder: string): Promise<Mailbox> {
  const store = await openMailStore(folder);
  const receiver = await receiveMail(store);
  const pages = await serveMailbox(store);
  return {
    smtpUrl: receiver.smtpUrl,
    url: pages.url,
    async close() {
      await receiver.close();
      await pages.close();
    },
  };
}
