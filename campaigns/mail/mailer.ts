import { domainToASCII } from "node:url";
import { createTransport } from "nodemailer";
import addressparser from "nodemailer/lib/addressparser";
import { DomainError } from "../platform/errors.ts";
import { emailProblem, isWritable } from "../texts/check-email.ts";
import { judgeRefusal } from "./judge-refusal.ts";
import type { Letter } from "./letter.ts";
import { readSendError, type SendOutcome } from "./send-outcome.ts";

/** One letter to send; `messageId` is the same for every attempt, so that a repeat can be recognised. */
type Dispatch = {
  to: string;
  letter: Letter;
  messageId: string;
  /** The envelope sender, where bounces go; the sender of all mails if omitted. */
  returnTo?: string | undefined;
};

/** Hands letters to a mail server. */
export type Mailer = {
  /**
   * Sends one letter; whatever goes wrong is an outcome, never thrown. Throws TypeError for a `messageId` with
   * characters other than letters, digits, `.`, `_` and `-`.
   */
  send(dispatch: Dispatch): Promise<SendOutcome>;
  /** Connects and logs in once. Throws DomainError `configuration` with the reason. */
  verify(): Promise<void>;
  /** Accepts no more letters, lets those in progress finish, closes the connections. */
  close(): Promise<void>;
};

/** How long to wait, in milliseconds. */
type MailerTimeouts = {
  connection: number;
  greeting: number;
  /** Silence within a conversation, including the wait for the reply to the last byte. */
  socket: number;
  /** One letter from start to end: nothing else notices a server that trickles its replies. */
  letter: number;
};

const usualTimeouts: MailerTimeouts = {
  connection: 10_000,
  greeting: 10_000,
  socket: 60_000,
  letter: 300_000,
};

const openConnections = 5;

type Sender = { name: string; address: string; domain: string };

/**
 * Opens a pool of SMTP connections; the first is made when the first letter goes out. `smtpUrl` may carry nodemailer
 * settings in its query. Throws DomainError `configuration` when the address or the sender can't be read.
 */
export function createMailer(smtpUrl: string, from: string, timeouts: Partial<MailerTimeouts> = {}): Mailer {
  const sender = readSender(from);
  const wait = { ...usualTimeouts, ...timeouts };
  const transport = openPool(smtpUrl, wait);
  const handedOver = noticeHandOver(transport);
  const underWay = new Set<Promise<SendOutcome>>();

  const send = async ({ to, letter, messageId, returnTo }: Dispatch): Promise<SendOutcome> => {
    if (emailProblem(to)) {
      return {
        kind: "refused",
        permanent: true,
        code: "553 5.1.3",
        reason: "No mail can be addressed like this.",
        verdict: judgeRefusal({ status: "5.1.3" }),
      };
    }
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), wait.letter);
    try {
      await transport.sendMail({
        ...envelopeOf(sender, to, messageId),
        ...(returnTo && { envelope: { from: returnTo, to } }),
        ...contentOf(letter),
        signal: limit.signal,
      });
      return { kind: "sent" };
    } catch (error) {
      return readSendError(error, handedOver.has(limit.signal), { to, text: letter.text });
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    send(dispatch) {
      if (!token.test(dispatch.messageId))
        throw new TypeError("A message id holds letters, digits, . _ and - only.");
      const sending = send(dispatch).finally(() => underWay.delete(sending));
      underWay.add(sending);
      return sending;
    },
    async verify() {
      await transport.verify().catch(refuseConfiguration);
    },
    async close() {
      transport.close();
      await Promise.all(underWay);
    },
  };
}

const token = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,198}[A-Za-z0-9])?$/;

function openPool(smtpUrl: string, wait: MailerTimeouts) {
  const url = URL.parse(smtpUrl);
  if (!url?.hostname || (url.protocol !== "smtp:" && url.protocol !== "smtps:")) {
    throw new DomainError(
      "configuration",
      "SMTP_URL must look like smtps://user:password@host:465 or smtp://host:25.",
    );
  }
  const near = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: openConnections,
    connectionTimeout: wait.connection,
    greetingTimeout: wait.greeting,
    dnsTimeout: wait.connection,
    socketTimeout: wait.socket,
    disableFileAccess: true,
    disableUrlAccess: true,
    // A password must not cross a network in the clear; loopback is not a network, and its certificates name
    // nobody.
    requireTLS: !near && url.protocol === "smtp:" && url.username !== "",
    ignoreTLS: near,
  });
  // Each failure already comes back with its letter; without a listener the pool's own event would end the
  // process.
  transport.on("error", () => undefined);
  return transport;
}

/** Knows for each letter, by its signal, whether its last byte was taken: from then on silence leaves its fate open. */
function noticeHandOver(transport: ReturnType<typeof openPool>): WeakSet<AbortSignal> {
  const handedOver = new WeakSet<AbortSignal>();
  transport.use("stream", (mail, done) => {
    const { signal } = mail.data;
    mail.message.processFunc((source) => {
      if (signal) source.once("end", () => handedOver.add(signal));
      return source;
    });
    done();
  });
  return handedOver;
}

function envelopeOf(sender: Sender, to: string, messageId: string) {
  return {
    from: { name: sender.name, address: sender.address },
    to: { name: "", address: to },
    messageId: `<${messageId}@${sender.domain}>`,
  };
}

function contentOf(letter: Letter) {
  return {
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    xMailer: false as const,
    headers: {
      "Auto-Submitted": "auto-generated",
      // No automatic replies and no read receipts; failure reports (NDR) are still wanted.
      "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
      ...letter.headers,
    },
  };
}

function readSender(from: string): Sender {
  const [mailbox, ...others] = addressparser(from, { flatten: true });
  const address = mailbox?.address ?? "";
  const domain = domainToASCII(address.slice(address.lastIndexOf("@") + 1));
  if (!mailbox || others.length > 0 || !isWritable(address) || domain === "") {
    throw new DomainError("configuration", 'SHEAF_MAIL_FROM must look like "Name <name@domain>".');
  }
  return { name: mailbox.name, address, domain };
}

function refuseConfiguration(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new DomainError("configuration", `The mail server in SMTP_URL cannot be used: ${reason}.`, { cause });
}
