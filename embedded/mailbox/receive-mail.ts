import { type AddressObject, type HeaderLines, type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { Mail, MailStore } from "./mail-store.ts";

const LARGEST_MAIL = 5_000_000;

/** Accepts every mail on a loopback port and stores it; nothing is ever forwarded. */
export async function receiveMail(store: MailStore): Promise<{ smtpUrl: string; close(): Promise<void> }> {
  const receive = async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
    const parsed = await simpleParser(stream, { skipHtmlToText: true, skipTextToHtml: true });
    await store.add(describeMail(parsed, session));
  };
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: LARGEST_MAIL,
    onData: (stream, session, answer) => {
      receive(stream, session).then(() => answer(), answer);
    },
  });
  // A client that hangs up halfway will send again by itself.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function describeMail(parsed: ParsedMail, session: SMTPServerSession): Mail {
  const recipients = session.envelope.rcptTo.map((recipient) => recipient.address).join(", ");
  return {
    from: parsed.from?.text ?? "",
    to: addressText(parsed.to) || recipients,
    subject: parsed.subject ?? "",
    text: parsed.text ?? "",
    html: parsed.html || "",
    headers: plainHeaders(parsed.headerLines),
    at: new Date().toISOString(),
  };
}

function addressText(address: AddressObject | AddressObject[] | undefined): string {
  return [address ?? []]
    .flat()
    .map((one) => one.text)
    .join(", ");
}

/** Each header's value as it was sent, unfolded; a repeated one is added on a new line. */
function plainHeaders(lines: HeaderLines): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { key, line } of lines) {
    const value = line
      .slice(line.indexOf(":") + 1)
      .replace(/\r?\n\s+/g, " ")
      .trim();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}\n${value}`;
  }
  return headers;
}
