import type { Letter } from "../mail/letter.ts";
import { encodeMessage, encodeSubject, writeMessage } from "../mail/mime-message.ts";
import type { MailTransport } from "../mail/transport.ts";

/** Writes a letter that only one person gets: no other shares any of it. `id` is that of the outbox. */
export async function writeSingleLetter(
  { from, signer }: MailTransport,
  { id, to, date }: { id: string; to: string; date: Date },
  letter: Letter,
): Promise<Buffer> {
  const { headers, content } = await encodeMessage({ from: from.header, ...letter });
  const own = {
    to,
    subject: encodeSubject(letter.subject),
    messageId: `${id}@${from.domain}`,
    unsubscribe: undefined,
  };
  const body = [Buffer.from(content, "latin1")];
  return writeMessage({ shared: headers, ...own, body }, { date, signer });
}
