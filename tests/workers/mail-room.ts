import type { ParsedMail } from "mailparser";
import type { SMTPServerOptions } from "smtp-server";
import { type LetterSender, openLetterSender } from "#campaigns/letters/letter-sender.ts";
import { raiseReminders } from "#campaigns/letters/raise-reminders.ts";
import { releaseHeldLetters } from "#campaigns/letters/release-held.ts";
import { openSmtpPool } from "#campaigns/mail/smtp-pool.ts";
import { type MailTransport, openTransport } from "#campaigns/mail/transport.ts";
import type { Deps } from "#campaigns/open.ts";
import { letterId } from "#campaigns/outbox/add-letters.ts";
import type { LetterEntry, SignaturePurpose } from "#campaigns/outbox/letter.model.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { LineRef } from "#campaigns/platform/sealing/line-tokens.ts";
import type { SignInput } from "#campaigns/signing/intake/check-answers.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { passDatabaseTime } from "../support/pass-time.ts";
import { settle } from "../support/settle.ts";
import { confirmEntry, signAs } from "../support/signing.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

/** Everything between a signature and a mail server, processed by hand and by the clock of the test. */
export type MailRoom = {
  core: TestDeps;
  deps: Deps;
  transport: MailTransport;
  server: MailServer;
  /** Lets time pass, by our clock and by MongoDB's. */
  advance(milliseconds: number): Promise<void>;
  /** Sends what is due now, and tells what came of each letter of a campaign. */
  sendDue(campaign: Campaign): Promise<string[]>;
  /** Mails to people whose address begins so, in the order of their coming. */
  mailsTo(who: string): ParsedMail[];
  letterOf(ref: LineRef, purpose: SignaturePurpose): Promise<LetterEntry | null>;
  sign(campaign: Campaign, who: string, differences?: object): Promise<{ receipt: string; ref: LineRef }>;
  confirm(campaign: Campaign, ref: LineRef, consent?: SignInput["consent"]): Promise<void>;
  /** A sender of its own, as another process has one. */
  openSender(deps?: Deps, transport?: MailTransport): LetterSender;
  close(): Promise<void>;
};

/**
 * Opens a mail room with a mail server of its own, which `manners` may make a difficult one. A mail whose answer
 * takes longer than `patience`, in milliseconds, is sent again: only tests of silent servers have little of it.
 */
export async function openMailRoom(
  settings: NodeJS.ProcessEnv = {},
  manners: SMTPServerOptions = {},
  patience = 30_000,
): Promise<MailRoom> {
  const core = await openTestDeps({ settings });
  const { deps, clock } = core;
  const server = await startMailServer(manners);
  const from = { SHEAF_MAIL_FROM: "Sheaf <no-reply@sheaf.test>", SMTP_URL: server.url };
  const transport = {
    ...openTransport({ ...core.config, ...from }, core.redis, deps.keys, "letters"),
    pool: openSmtpPool(server.url, 5, { socket: patience }),
  };
  const openSender = (own: Deps = deps, over: MailTransport = transport) =>
    openLetterSender(own, over, { tell: () => undefined, isHeld: async () => false });
  const sender = openSender();
  const { letters } = deps.database;
  return {
    core,
    deps,
    transport,
    server,
    async advance(milliseconds) {
      clock.advance(milliseconds);
      await passDatabaseTime(deps, milliseconds);
    },
    async sendDue({ ordinal }) {
      await raiseReminders(deps);
      await releaseHeldLetters(deps);
      const due = await letters.distinct("_id", { campaign: ordinal, state: "due" });
      await sender.sendDue();
      await sender.settled();
      const after = await letters.find({ _id: { $in: due } }).toArray();
      return after.map(({ state }) => (state === "held" || state === "due" ? "deferred" : state));
    },
    mailsTo: (who) =>
      server.received.filter(({ to }) => to[0]?.toLowerCase().startsWith(who)).map(({ mail }) => mail),
    letterOf: (ref, purpose) => letters.findOne({ _id: letterId(purpose, ref) }),
    async sign(campaign, who, differences = {}) {
      const signed = await signAs(deps, campaign, who, differences);
      await settle(deps, campaign);
      return signed;
    },
    async confirm(campaign, ref, consent) {
      await confirmEntry(deps, ref, consent);
      await settle(deps, campaign);
    },
    openSender,
    async close() {
      await sender.close();
      await server.stop();
      await core.close();
    },
  };
}

/** The links to Sheaf in a mail. */
export function linksIn(mail: ParsedMail | undefined): string[] {
  return mail?.text?.match(/http:\/\/sheaf\.test\S+/g) ?? [];
}

/** The token of a purpose in a mail; empty when it has none. */
export function tokenIn(mail: ParsedMail | undefined, purpose: string): string {
  return (
    linksIn(mail)
      .find((link) => link.includes(`/${purpose}/`))
      ?.split("/")
      .at(-1) ?? ""
  );
}
