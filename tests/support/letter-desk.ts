import { type ParsedMail, simpleParser } from "mailparser";
import type { LetterOutcome } from "#campaigns/letters/endings-of.ts";
import { type LetterSender, openLetterSender } from "#campaigns/letters/letter-sender.ts";
import { releaseHeldLetters } from "#campaigns/letters/release-held.ts";
import type { RawMail } from "#campaigns/mail/smtp-pool.ts";
import type { MailTransport } from "#campaigns/mail/transport.ts";
import type { Deps } from "#campaigns/open.ts";

/** A transport that takes every mail, and what it took. */
export function recordingTransport(): { transport: MailTransport; taken: RawMail[] } {
  const taken: RawMail[] = [];
  const transport: MailTransport = {
    pool: {
      size: 5,
      send: async (mail) => {
        taken.push(mail);
        return { kind: "sent" };
      },
      close: () => undefined,
    },
    limits: { take: async (_domain, wanted) => ({ mails: wanted, again: 0 }), points: 0 },
    signer: undefined,
    from: { header: "Sheaf <no-reply@sheaf.test>", address: "no-reply@sheaf.test", domain: "sheaf.test" },
    bounces: undefined,
    close: () => undefined,
  };
  return { transport, taken };
}

/** Sends what is due now, and what was held until now; tells what came of it. */
export async function sendAllDue(
  deps: Deps,
  transport: MailTransport,
): Promise<Partial<Record<LetterOutcome, number>>> {
  const outcomes: Partial<Record<LetterOutcome, number>> = {};
  const sender: LetterSender = openLetterSender(deps, transport, {
    tell(outcome, letters) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + letters;
    },
    isHeld: async () => false,
  });
  await releaseHeldLetters(deps);
  await sender.sendDue();
  await sender.settled();
  return outcomes;
}

/** Sends what is due to nobody, and gives the mails as their readers would see them. */
export async function readLetters(deps: Deps): Promise<{ to: string; mail: ParsedMail; text: string }[]> {
  const { transport, taken } = recordingTransport();
  await sendAllDue(deps, transport);
  return Promise.all(
    taken.map(async ({ to, raw }) => {
      const mail = await simpleParser(raw, { skipTextToHtml: true });
      return { to, mail, text: mail.text ?? "" };
    }),
  );
}
