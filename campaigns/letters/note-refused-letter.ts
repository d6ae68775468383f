import { eventId } from "../mail/event-id.ts";
import type { Verdict } from "../mail/judge-refusal.ts";
import type { LetterEntry } from "../mail/letter.model.ts";
import { mailProvider } from "../mail/mail-provider.ts";
import { noteMailEvent } from "../mail/note-mail-event.ts";
import { unlessAsBad } from "../mail/returned.ts";
import { suppressionKey } from "../mail/suppression/suppression-key.ts";
import { campaignByOrdinal } from "../petitions/campaign-by-ordinal.ts";
import type { Deps } from "../signing/deps.ts";

type NoteDeps = Pick<Deps, "database" | "keys" | "now">;

/** Nobody took it for as long as it was tried, and no server said why. */
const neverTaken = { kind: "soft-bounce", ground: "network", status: undefined } as const;

/**
 * Notes that a letter was refused while it was sent, just as when it comes back later: at the letter, at the entry that waits
 * for its confirmation, and among what is told of mails.
 */
export async function noteRefusedLetter(
  deps: NoteDeps,
  { _id: letter, ref, campaign: ordinal, petition }: LetterEntry,
  to: string,
  verdict: Verdict | undefined,
): Promise<void> {
  const { kind, ground, status } = verdict ?? neverTaken;
  const { letters, pending } = deps.database;
  const returned = { kind, at: deps.now(), ...(status !== undefined && { status }) };
  await letters.updateOne({ _id: letter, ...unlessAsBad(kind) }, { $set: { returned } });
  if (ref) await pending.updateOne({ _id: ref, ...unlessAsBad(kind) }, { $set: { returned } });
  const { slug, petitions, organisation } = await campaignByOrdinal(deps, ordinal);
  await noteMailEvent(
    deps,
    eventId(kind, { kind: "letter", letter }),
    { kind, ground, status, source: "sending" },
    {
      key: suppressionKey(deps.keys, to),
      provider: mailProvider(deps.keys, to),
      letter,
      campaign: slug,
      organisation: petitions.find(({ id }) => id === petition)?.organisation ?? organisation,
    },
  );
}
