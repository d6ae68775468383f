import { receivingDomain } from "../mail/mail-provider.ts";
import type { MailTransport } from "../mail/transport.ts";
import { makeBounceAddress } from "../mail/verp.ts";
import type { LetterEntry } from "../outbox/letter.model.ts";
import { type Claim, keepLease, releaseLease } from "../platform/lease.ts";
import type { Deps } from "./deps.ts";
import { endingsOf, type LetterOutcome } from "./endings-of.ts";
import type { LetterMail } from "./mail.ts";
import { noteRefusedLetter } from "./note-refused-letter.ts";
import { planLetters } from "./plan-letters.ts";
import type { SendLanes } from "./send-lanes.ts";
import type { EndingWriter } from "./write-endings.ts";

/** What batches of one process are sent with. */
export type BatchContext = {
  deps: Pick<Deps, "database" | "keys" | "publicUrl" | "now">;
  transport: MailTransport;
  lanes: SendLanes;
  endings: EndingWriter;
  claim: Claim;
  /** Hears what came of letters. */
  tell(outcome: LetterOutcome, letters: number): void;
  /** Says whether nothing may leave for now. */
  isHeld(): Promise<boolean>;
  /** Hears that no mail server is there. */
  away(): void;
};

/**
 * Sends letters that were taken, and writes down what became of each. `done` hears of letters once they are out of
 * hand. Where not even that can be said others may take them at once.
 */
export async function sendBatch(
  context: BatchContext,
  entries: readonly LetterEntry[],
  done: (ids: readonly string[]) => void,
): Promise<void> {
  const { deps, transport, endings, claim, tell } = context;
  const { letters } = deps.database;
  const batch = { _id: { $in: entries.map(({ _id }) => _id) } };
  const stop = keepLease(letters, batch, claim);
  try {
    const plan = await planLetters(deps, transport, entries);
    for (const { to, ids } of plan.endings) tell(to === "held" || to === "due" ? "deferred" : to, ids.length);
    await Promise.all([
      endings.write(plan.endings),
      ...plan.mails.map(async (mail) => {
        await sendMail(context, mail);
        done(mail.carries);
      }),
    ]);
  } catch (error) {
    await releaseLease(letters, batch, claim).catch(() => undefined);
    throw error;
  } finally {
    stop();
    done(batch._id.$in);
  }
}

async function sendMail(
  { deps, transport, lanes, endings, tell, away }: BatchContext,
  mail: LetterMail,
): Promise<void> {
  const { bounces } = transport;
  const returnTo = bounces && makeBounceAddress(deps.keys, bounces, { kind: "letter", letter: mail.id });
  const outcome = await lanes.send(receivingDomain(mail.to), async () => {
    return { from: returnTo ?? transport.from.address, to: mail.to, raw: await mail.write() };
  });
  if (outcome.kind === "away") away();
  const { told, written } = endingsOf(deps, mail, outcome);
  // Of one whose fate is open nobody says that it was refused.
  if (told === "failed" && mail.about && "code" in outcome && outcome.kind !== "uncertain")
    await noteRefusedLetter(deps, { ...mail, about: mail.about }, outcome.verdict);
  await endings.write(written);
  tell(told, mail.carries.length);
}
