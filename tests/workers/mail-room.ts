import type { ParsedMail } from "mailparser";
import { findDueLetters } from "#campaigns/letters/due-letters.ts";
import { sendLetter } from "#campaigns/letters/send-letter.ts";
import { letterId } from "#campaigns/mail/add-letters.ts";
import type { LetterEntry, LetterPurpose } from "#campaigns/mail/letter.model.ts";
import { createMailer, type Mailer } from "#campaigns/mail/mailer.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import type { LineRef } from "#campaigns/platform/sealing/line-tokens.ts";
import type { SignInput } from "#campaigns/signing/intake/check-answers.ts";
import { type MailServer, startMailServer } from "../mail/mail-server.ts";
import { settle } from "../support/settle.ts";
import { confirmEntry, signAs } from "../support/signing.ts";
import { second } from "../support/test-clock.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

/** Everything between a signature and a mail server, worked off by hand and by the clock of the test. */
export type MailRoom = {
  core: TestDeps;
  deps: Deps;
  mailer: Mailer;
  server: MailServer;
  /** Sends what is due now in a campaign, all at once, and tells what came of each. */
  sendDue(campaign: Campaign): Promise<string[]>;
  /** Mails to people whose address begins so, in the order of their coming. */
  mailsTo(who: string): ParsedMail[];
  letterOf(ref: LineRef, purpose: LetterPurpose): Promise<LetterEntry | null>;
  sign(campaign: Campaign, who: string, differences?: object): Promise<{ receipt: string; ref: LineRef }>;
  confirm(campaign: Campaign, ref: LineRef, consent?: SignInput["consent"]): Promise<void>;
  close(): Promise<void>;
};

/** Opens a mail room with a mail server of its own. */
export async function openMailRoom(settings: NodeJS.ProcessEnv = {}): Promise<MailRoom> {
  const core = await openTestDeps({ settings });
  const { deps, clock } = core;
  const server = await startMailServer();
  const mailer = createMailer(server.url, "Sheaf <no-reply@sheaf.test>", { socket: 1_500 });
  return {
    core,
    deps,
    mailer,
    server,
    async sendDue({ ordinal }) {
      clock.advance(6 * second);
      const own = await deps.database.letters.distinct("_id", { campaign: ordinal });
      const due = (await findDueLetters(deps)).filter((id) => own.includes(id));
      return Promise.all(due.map((id) => sendLetter({ ...deps, mailer }, id)));
    },
    mailsTo: (who) =>
      server.received.filter(({ to }) => to[0]?.toLowerCase().startsWith(who)).map(({ mail }) => mail),
    letterOf: (ref, purpose) => deps.database.letters.findOne({ _id: letterId(purpose, ref) }),
    async sign(campaign, who, differences = {}) {
      const signed = await signAs(deps, campaign, who, differences);
      await settle(deps, campaign);
      return signed;
    },
    async confirm(campaign, ref, consent) {
      await confirmEntry(deps, ref, consent);
      await settle(deps, campaign);
    },
    async close() {
      await mailer.close();
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
