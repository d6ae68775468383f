import { eventId } from "../mail/event-id.ts";
import { judgeRefusal, type Verdict } from "../mail/judge-refusal.ts";
import { mailProvider } from "../mail/mail-provider.ts";
import { noteMailEvent } from "../mail/note-mail-event.ts";
import { unlessAsBad } from "../outbox/returned.ts";
import { campaignByOrdinal } from "../petitions/campaign-by-ordinal.ts";
import { mailboxKey } from "../texts/mailbox-key.ts";
import type { Deps } from "./deps.ts";
import type { LetterMail, LetterSubject } from "./mail.ts";

type NoteDeps = Pick<Deps, "database" | "keys" | "now">;

/** An address that no mail can be written to: what we say ourselves before any server could. */
export const unwritable = judgeRefusal({ words: "553 5.1.3 No mail can be addressed like this." });

/** Nobody took it for as long as it was tried, and no server said why. */
const neverTaken = { kind: "soft-bounce", ground: "network", status: undefined } as const;

/**
 * Notes that a letter was refused while it was sent, just as when it comes back later: at all that went as one letter,
 * at the entries that wait for its reader's confirmation, and among what is told of mails.
 */
export async function noteRefusedLetter(
  deps: NoteDeps,
  { id: letter, carries, to, about }: Pick<LetterMail, "id" | "carries" | "to"> & { about: LetterSubject },
  verdict: Verdict | undefined,
): Promise<void> {
  const { kind, ground, status } = verdict ?? neverTaken;
  const { letters, pending } = deps.database;
  const returned = { kind, at: deps.now(), ...(status !== undefined && { status }) };
  await letters.updateMany({ _id: { $in: carries }, ...unlessAsBad(kind) }, { $set: { returned } });
  const waiting = about.waiting.map(({ sheet, line }) => ({ sheet, line }));
  if (waiting.length > 0)
    await pending.updateMany({ _id: { $in: waiting }, ...unlessAsBad(kind) }, { $set: { returned } });
  const { slug, petitions, organisation } = await campaignByOrdinal(deps, about.campaign);
  await noteMailEvent(
    deps,
    eventId(kind, { kind: "letter", letter }),
    { kind, ground, status, source: "sending" },
    {
      key: mailboxKey(deps.keys, to),
      provider: mailProvider(deps.keys, to),
      letter,
      campaign: slug,
      organisation: petitions.find(({ id }) => id === about.petition)?.organisation ?? organisation,
    },
  );
}
