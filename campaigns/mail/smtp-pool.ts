import { Readable } from "node:stream";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Verdict } from "./judge-refusal.ts";
import { limitTurns } from "./limit-turns.ts";
import { readSendError } from "./send-outcome.ts";

/** One mail as sent over the wire, and its envelope addresses. */
export type RawMail = { from: string; to: string; raw: Buffer };

/**
 * What became of it: `away` means that there was no mail server to give it to, `later` that it was not accepted this
 * time or cut off before its end, `uncertain` that all of it was handed over without an answer.
 */
export type RawOutcome =
  | { kind: "sent" }
  | {
      kind: "failed" | "later" | "uncertain" | "away";
      code: string;
      reason: string;
      /** What a server's reply means, if there was one. */
      verdict?: Verdict | undefined;
    };

/** Hands mails to a mail server over persistent connections. */
export type SmtpPool = {
  /** Connections at most. */
  size: number;
  /** Sends one mail over the next free connection; whatever goes wrong is an outcome, never thrown. */
  send(mail: RawMail): Promise<RawOutcome>;
  close(): void;
};

/** How long to wait, in milliseconds. */
type Timeouts = { connection: number; socket: number; mail: number };

const usualTimeouts: Timeouts = { connection: 10_000, socket: 60_000, mail: 120_000 };

/** A server may limit the use of a connection: after this many mails it gets a new one. */
const mailsAConnection = 1_000;

type Line = { connection: SMTPConnection; mails: number };

/** Opens a pool; connections are made when needed. `smtpUrl` is one that `createMailer` accepts. */
export function openSmtpPool(smtpUrl: string, size: number, timeouts: Partial<Timeouts> = {}): SmtpPool {
  const wait = { ...usualTimeouts, ...timeouts };
  const idle: Line[] = [];
  const turns = limitTurns(size);
  let closed = false;

  const keep = (line: Line) => {
    line.mails += 1;
    if (closed || line.mails >= mailsAConnection) line.connection.quit();
    else idle.push(line);
  };

  const sendOn = async (line: Line, mail: RawMail): Promise<RawOutcome> => {
    const outcome = await deliver(line.connection, mail, wait.mail);
    // After a refusal the conversation continues; after silence, its state is unknown.
    const goesOn =
      outcome.kind === "sent" || (wasRefused(outcome) && (await reset(line.connection, wait.connection)));
    if (goesOn) keep(line);
    else line.connection.close();
    return outcome;
  };

  const sendOverAny = async (mail: RawMail): Promise<RawOutcome | "too many"> => {
    const used = takeOpen(idle);
    if (used) {
      const outcome = await sendOn(used, mail);
      // The server had closed an idle connection, or says that it is about to: that says nothing about this
      // mail.
      if (outcome.kind !== "away" && !(outcome.kind === "later" && outcome.code.startsWith("421")))
        return outcome;
    }
    const fresh = await connect(smtpUrl, wait);
    if (!("kind" in fresh)) return sendOn(fresh, mail);
    // While others have a turn a server may be there that takes no more connections at once.
    return turns.narrow() ? "too many" : fresh;
  };

  return {
    size,
    async send(mail) {
      for (;;) {
        if (!(await turns.take())) return nobodyThere;
        const outcome = await sendOverAny(mail).finally(turns.release);
        if (outcome !== "too many") return outcome;
      }
    },
    close() {
      closed = true;
      for (const { connection } of idle.splice(0)) connection.quit();
    },
  };
}

const nobodyThere: RawOutcome = { kind: "away", code: "ECONNECTION", reason: "No mail server answers." };

/** A reply of the server, or our own word that the mail can't be written: not silence, not a cut. */
function wasRefused(outcome: Exclude<RawOutcome, { kind: "sent" }>): boolean {
  return outcome.kind === "failed" || replied.test(outcome.code);
}

const replied = /^[2-5]\d\d\b/;

function takeOpen(idle: Line[]): Line | undefined {
  for (let line = idle.pop(); line; line = idle.pop())
    if (!Reflect.get(line.connection, "_destroyed")) return line;
  return undefined;
}

async function connect(smtpUrl: string, wait: Timeouts): Promise<Line | RawOutcome> {
  const { auth, ...address } = parseConnectionUrl(smtpUrl);
  const near = ["localhost", "127.0.0.1", "[::1]"].includes(address.host ?? "");
  const connection = new SMTPConnection({
    ...address,
    connectionTimeout: wait.connection,
    greetingTimeout: wait.connection,
    dnsTimeout: wait.connection,
    socketTimeout: wait.socket,
    // As in createMailer: no password in the clear across a network, no certificates on loopback.
    requireTLS: !near && !address.secure && auth !== undefined,
    ignoreTLS: near,
  });
  connection.on("error", () => undefined);
  try {
    await settled((done) => {
      connection.once("error", done);
      connection.once("end", () => done(new Error("The mail server hung up.")));
      connection.connect((error) => done(error ?? null));
    });
    const { user, pass } = credentialsOf(auth);
    if (user !== undefined)
      await settled((done) => connection.login({ user, pass: pass ?? "" }, (error) => done(error ?? null)));
    return { connection, mails: 0 };
  } catch (error) {
    connection.close();
    return toOutcome(error, "envelope", "");
  }
}

function credentialsOf(auth: unknown): { user?: string; pass?: string } {
  if (typeof auth !== "object" || auth === null) return {};
  const [user, pass]: unknown[] = [Reflect.get(auth, "user"), Reflect.get(auth, "pass")];
  return typeof user === "string" ? { user, pass: typeof pass === "string" ? pass : "" } : {};
}

/** How far a mail got: whether its last byte has left this process decides between "not sent" and "unknown". */
type Stage = "envelope" | "content" | "handed over";

/**
 * A mail's content, which reports when the mail server is ready for it and when the operating system has all of it.
 */
class Content extends Readable {
  readonly #raw: Buffer;
  readonly #reached: (stage: Stage) => void;
  readonly #socket: SMTPConnection["_socket"];

  constructor(raw: Buffer, socket: SMTPConnection["_socket"], reached: (stage: Stage) => void) {
    super();
    this.#raw = raw;
    this.#socket = socket;
    this.#reached = reached;
  }

  override pipe<T extends NodeJS.WritableStream>(wire: T): T {
    this.#reached("content");
    // Nodemailer's stream has ended once the final dot is written; anything after it is written later.
    wire.once("end", () => {
      if (!this.#socket || this.#socket.writableLength === 0) this.#reached("handed over");
      else this.#socket.write("", (error) => error || this.#reached("handed over"));
    });
    wire.end(this.#raw);
    return wire;
  }
}

/** Gives one mail to a connection. */
async function deliver(connection: SMTPConnection, mail: RawMail, longest: number): Promise<RawOutcome> {
  const { from, to, raw } = mail;
  let stage: Stage = "envelope";
  const content = new Content(raw, connection._socket, (reached) => {
    stage = reached;
  });
  const envelope = { from, to: [to], size: raw.length, use8BitMime: !isAscii(to) };
  let timer: NodeJS.Timeout | undefined;
  let hangUp: ((error?: Error) => void) | undefined;
  try {
    await settled((done) => {
      hangUp = (error) => done(error ?? new Error("The mail server hung up."));
      timer = setTimeout(() => done(new Error("The mail server took too long.")), longest);
      connection.once("error", hangUp);
      connection.once("end", hangUp);
      connection.send(envelope, content, (error) => done(error));
    });
    return { kind: "sent" };
  } catch (error) {
    return toOutcome(error, stage, to);
  } finally {
    clearTimeout(timer);
    if (hangUp) {
      connection.removeListener("error", hangUp);
      connection.removeListener("end", hangUp);
    }
  }
}

async function reset(connection: SMTPConnection, longest: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await settled((done) => {
      timer = setTimeout(() => done(new Error("The mail server took too long.")), longest);
      connection.reset((error) => done(error ?? null));
    });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function settled(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function toOutcome(error: unknown, stage: Stage, to: string): RawOutcome {
  const outcome = readSendError(error, stage === "handed over", { to, text: "" });
  if (outcome.kind === "sent") return outcome;
  const { code, reason, verdict } = outcome;
  if (outcome.kind === "refused") return { kind: "failed", code, reason, verdict };
  if (outcome.uncertain) return { kind: "uncertain", code, reason };
  // Too large, or an address that can't be written: this server will never be given this mail.
  if (code === "EMESSAGE" || code === "EENVELOPE") return { kind: "failed", code, reason };
  // Cut off in its content: perhaps the server can't handle this particular mail, so it waits and the others
  // continue.
  return { kind: stage === "content" || replied.test(code) ? "later" : "away", code, reason, verdict };
}
