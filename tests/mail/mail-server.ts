import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail as the server got it: what the envelope said, the bytes, and an independent reading of them. */
export type Received = { from: string; to: string[]; raw: string; mail: ParsedMail };

/** A mail server on the loopback that behaves as the recipient's name says. */
export type MailServer = { url: string; received: Received[]; stop(): Promise<void> };

/**
 * How the server treats a recipient, by the first word of the address: "full.anna@example.org" is turned away for now.
 */
const recipients: Record<string, { code: number; text: string; times: number }> = {
  unknown: {
    code: 550,
    text: "5.1.1 <{to}>: Recipient address rejected: User {local} unknown",
    times: Infinity,
  },
  distrusted: { code: 550, text: "5.7.1 Mail from your server is blocked using a list", times: Infinity },
  full: { code: 452, text: "4.2.2 Mailbox {to} is full", times: Infinity },
  greylisted: { code: 451, text: "4.7.1 {to} greylisted, try again", times: 1 },
};

const contents: Record<string, { code: number; text: string }> = {
  spam: { code: 554, text: "5.7.1 Message for {to} looks like spam" },
  busy: { code: 451, text: "4.3.0 Could not queue the mail of {to}" },
};

function replyWith(code: number, text: string, to: string): Error {
  const reply = text.replaceAll("{to}", to).replaceAll("{local}", to.slice(0, to.indexOf("@")));
  return Object.assign(new Error(reply), { responseCode: code });
}

/** Starts the server on a free port. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: Received[] = [];
  const turnedAway = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 50,
    disabledCommands: ["STARTTLS"],
    onRcptTo({ address }, session, done) {
      const rule = recipients[address.split(".")[0] ?? ""];
      const times = turnedAway.get(address) ?? 0;
      if (address.startsWith("cut.")) return cutOff(session.id);
      if (!rule || times >= rule.times) return done();
      turnedAway.set(address, times + 1);
      done(replyWith(rule.code, rule.text, address));
    },
    async onData(stream, session, done) {
      // The other side may die in the middle of a mail.
      const bytes = await buffer(stream).catch(() => undefined);
      if (!bytes) return;
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const mail = await simpleParser(bytes, { skipTextToHtml: true });
      const sender = session.envelope.mailFrom;
      received.push({ from: sender ? sender.address : "", to, raw: bytes.toString("latin1"), mail });
      const [first = ""] = to;
      const rule = contents[first.split(".")[0] ?? ""];
      if (first.startsWith("hanging.")) return;
      if (first.startsWith("dropped.")) return cutOff(session.id);
      done(rule ? replyWith(rule.code, rule.text, first) : null);
    },
    ...options,
  });
  const cutOff = (sessionId: string) => {
    for (const connection of server.connections) {
      if (Reflect.get(connection, "id") === sessionId) Reflect.get(connection, "_socket").destroy();
    }
  };
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `smtp://127.0.0.1:${portOf(server.server.address())}`,
    received,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new TypeError("The server has no port.");
  return address.port;
}
