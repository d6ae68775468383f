import type { LetterKind } from "../mail/letter.ts";
import { findSuppressed } from "../mail/suppression/find-suppressed.ts";
import { letterId } from "../outbox/add-letters.ts";
import type { SignatureLetter } from "../outbox/letter.model.ts";
import { personLength } from "../petitions/person.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import { unseal } from "../platform/sealing/seal.ts";
import { confirmationTime } from "../signing/confirmation/hold-for-confirmation.ts";
import type { Pending } from "../signing/confirmation/pending.model.ts";
import { pickSignature } from "../signing/roll/find-signature.ts";
import type { Signature } from "../signing/roll/signature.model.ts";
import { mailboxKey } from "../texts/mailbox-key.ts";
import type { Deps } from "./deps.ts";
import type { Ending, LetterMail } from "./mail.ts";
import {
  type Mailbox,
  personKey,
  readCounted,
  readMailboxes,
  readReminded,
  readWaiting,
} from "./read-standing.ts";

/** A letter to somebody who signed, or was signed for: what it is, and the line that its links act for. */
export type Addressed = Omit<LetterMail, "write" | "to" | "allowance" | "about"> & {
  kind: LetterKind;
  campaign: number;
  petition: string | null;
  person: Buffer;
  locale: string;
  ref: LineRef;
  /** Her fields, sealed. */
  sealed: Buffer;
  /** Whether she agreed to any news. */
  hasNews: boolean;
  /** The entries that wait for her, the oldest first. */
  waiting: readonly Pending[];
};

type AddressDeps = Pick<Deps, "database" | "keys" | "now">;

/** What is known of everybody that some letters are for. */
type Standing = {
  waiting: Map<string, Pending[]>;
  mailboxes: Map<string, Mailbox>;
  /** What counts of the mailboxes that links were asked for. */
  counted: Map<string, Signature[]>;
  reminded: Set<string>;
};

type Answer = { addressed: Addressed[]; endings: Ending[] };

/**
 * Decides just before sending which letters are still wanted, what they say and for whom they are. All that is owed to
 * one person about what waits for her becomes one letter, over everything that waits; so do requests for her links.
 */
export async function addressEntries(
  deps: AddressDeps,
  entries: readonly SignatureLetter[],
): Promise<Answer> {
  const standing = await readStanding(deps, entries);
  const answer: Answer = { addressed: [], endings: [] };
  const groups = Map.groupBy(entries, ({ purpose, person, _id }) =>
    purpose === "thanks" ? _id : `${purpose === "links"} ${personKey(person)}`,
  );
  for (const group of groups.values()) {
    const [first] = group;
    if (first?.purpose === "thanks") addressThanks(standing, first, answer);
    else if (first?.purpose === "links") addressLinks(standing, group, answer);
    else addressWaiting(standing, group, answer);
  }
  await withoutUnwantedReminders(deps, answer);
  return answer;
}

async function readStanding(deps: AddressDeps, entries: readonly SignatureLetter[]): Promise<Standing> {
  const personsOf = (some: readonly SignatureLetter[]) => [
    ...new Map(some.map(({ person }) => [personKey(person), person])).values(),
  ];
  const about = entries.filter(({ purpose }) => purpose === "confirm" || purpose === "remind");
  const refs = about.flatMap(({ ref }) => ref ?? []);
  const reminders = about.filter(({ purpose }) => purpose === "remind");
  const links = entries.filter(({ purpose }) => purpose === "links");
  const since = new Date(deps.now().getTime() - confirmationTime);
  const [waiting, mailboxes, counted, reminded] = await Promise.all([
    readWaiting(deps, personsOf(about), refs),
    readMailboxes(deps, personsOf(entries.filter(({ purpose }) => purpose !== "links"))),
    readCounted(deps, personsOf(links)),
    readReminded(deps, personsOf(reminders), since),
  ]);
  return { waiting, mailboxes, counted, reminded };
}

function addressThanks({ mailboxes }: Standing, entry: SignatureLetter, answer: Answer): void {
  const signature = mailboxes.get(personKey(entry.person))?.[entry.slot === 1 ? 1 : 0];
  const { ref } = entry;
  const letter =
    ref && signature?.state === "counted" ? toSignatory("thanks", [entry], signature, { ref }) : undefined;
  if (letter) answer.addressed.push(letter);
  else answer.endings.push(skip([entry], "the signature is not on the roll"));
}

function addressLinks({ counted }: Standing, entries: SignatureLetter[], answer: Answer): void {
  const { person } = entries[0] ?? {};
  if (!person) return;
  const [signature] = counted.get(personKey(person)) ?? [];
  const letter =
    signature && toSignatory("links", entries, signature, { covers: { person, purpose: "links" } });
  if (letter) answer.addressed.push(letter);
  else answer.endings.push(skip(entries, "this mailbox has not signed"));
}

/** All that is owed to one person about what waits for her. */
function addressWaiting(standing: Standing, entries: SignatureLetter[], answer: Answer): void {
  const person = personKey(entries[0]?.person ?? Buffer.alloc(0));
  const waiting = standing.waiting.get(person) ?? [];
  const ids = new Set(waiting.map(({ _id }) => letterId("confirm", _id)));
  const wanted = entries.filter(({ ref }) => ref && ids.has(letterId("confirm", ref)));
  const others = entries.filter((entry) => !wanted.includes(entry));
  if (others.length > 0) answer.endings.push(skip(others, "nothing waits for a confirmation any more"));
  if (wanted.length === 0) return;
  const asks = wanted.some(({ purpose }) => purpose === "confirm");
  const reason = asks ? undefined : whyNotRemind(waiting, standing.reminded.has(person));
  for (const { _id } of wanted) ids.delete(_id);
  const covers = ids.size > 0 ? { _id: { $in: [...ids] } } : undefined;
  const letter = reason ? undefined : toWaiting(standing, waiting, wanted, { asks, covers });
  if (letter) answer.addressed.push(letter);
  else answer.endings.push(skip(wanted, reason ?? "it is confirmed"));
}

function whyNotRemind(waiting: readonly Pending[], wasReminded: boolean): string | undefined {
  if (wasReminded) return "she was reminded before";
  const cameBack = waiting.some(
    ({ returned }) => returned?.kind === "hard-bounce" || returned?.kind === "complaint",
  );
  return cameBack ? "the letter before it came back" : undefined;
}

/** Somebody on the roll already hears that her address was used to sign again; nobody else learns it. */
function toWaiting(
  { mailboxes }: Standing,
  waiting: readonly Pending[],
  wanted: SignatureLetter[],
  { asks, covers }: { asks: boolean } & Pick<Addressed, "covers">,
): Addressed | undefined {
  const mailbox = mailboxes.get(personKey(wanted[0]?.person ?? Buffer.alloc(0))) ?? [undefined, undefined];
  const counted = ({ entry, at }: Pending) => {
    const found = pickSignature(entry, mailbox, at)?.signature;
    return found?.state === "counted" ? found : undefined;
  };
  const open = waiting.filter((pending) => !counted(pending));
  const newest = open.at(-1);
  if (newest) {
    const { entry, sealed, _id: ref, campaign } = newest;
    const { person, locale, petition } = entry;
    const kind = asks ? "confirm" : "remind";
    return {
      ...namedBy(wanted),
      ...{ kind, covers, campaign, petition, person, locale, ref, sealed },
      hasNews: false,
      waiting: open,
    };
  }
  const signature = waiting.map(counted).at(-1);
  return asks && signature ? toSignatory("already", wanted, signature, { covers }) : undefined;
}

/** A reminder is a letter that nobody asked for: none goes to an address to which mails were ended. */
async function withoutUnwantedReminders(deps: AddressDeps, answer: Answer): Promise<void> {
  const reminders = answer.addressed.filter(({ kind }) => kind === "remind");
  if (reminders.length === 0) return;
  const keyOf = ({ person, sealed }: Addressed) =>
    mailboxKey(deps.keys, unseal(deps.keys, person, sealed).email);
  const suppressed = await findSuppressed(deps, reminders.map(keyOf));
  for (const reminder of reminders) {
    if (!suppressed.has(keyOf(reminder).toString("hex"))) continue;
    answer.addressed.splice(answer.addressed.indexOf(reminder), 1);
    answer.endings.push({ ids: reminder.carries, to: "skipped", reason: "she wants no more mails" });
  }
}

function toSignatory(
  kind: LetterKind,
  entries: SignatureLetter[],
  signature: Signature,
  { ref, covers }: Partial<Pick<Addressed, "ref" | "covers">>,
): Addressed | undefined {
  const newest = entries.at(-1);
  const { sealed, updates, secretariat, moves } = signature;
  if (!newest || !sealed) return undefined;
  const { campaign, locale, petition } = newest;
  const { sheet, line } = moves?.findLast(({ to }) => to === "counted") ?? signature;
  const reader = {
    campaign,
    petition,
    person: signature._id.subarray(0, personLength),
    locale,
    sealed,
    hasNews: updates === true || secretariat === true,
  };
  return { ...namedBy(entries), kind, covers, ...reader, ref: ref ?? { sheet, line }, waiting: [] };
}

/** The oldest of them names the letter, so that it has the same name when it is tried again. */
function namedBy(entries: SignatureLetter[]): Pick<Addressed, "id" | "carries" | "attempts"> {
  const carries = entries.map(({ _id }) => _id).sort();
  const attempts = Math.max(...entries.map((entry) => entry.attempts));
  return { id: carries[0] ?? "", carries, attempts };
}

function skip(entries: readonly SignatureLetter[], reason: string): Ending {
  return { ids: entries.map(({ _id }) => _id), to: "skipped", reason };
}
