import type { LetterEntry } from "../mail/letter.model.ts";
import type { LetterKind } from "../mail/letter.ts";
import type { Returned } from "../mail/returned.ts";
import { findSuppressed } from "../mail/suppression/find-suppressed.ts";
import { suppressionKey } from "../mail/suppression/suppression-key.ts";
import { day } from "../platform/durations.ts";
import type { LineRef } from "../platform/sealing/line-tokens.ts";
import { unseal } from "../platform/sealing/seal.ts";
import type { Pending } from "../signing/confirmation/pending.model.ts";
import type { Deps } from "../signing/deps.ts";
import { findSignature, readMailbox } from "../signing/roll/find-signature.ts";
import type { Signature } from "../signing/roll/signature.model.ts";

/** What a letter turns out to be when it is due, and the line its links act on. */
export type Addressed = {
  kind: LetterKind;
  ref: LineRef;
  sealed: Buffer;
  expiresAt: Date | undefined;
  /** Whether the signer agreed to any news. */
  hasNews: boolean;
};

/** Why a letter is not sent: no longer wanted, or not yet. */
type Unaddressed = { skip: string } | { wait: string };

type AddressDeps = Pick<Deps, "database" | "keys" | "now">;

/**
 * A signature gets at most five letters, one of them its thanks. A mailbox gets three a day, no matter who causes
 * them, and three more for requested links: those are the way out, and a stranger's attempts must not use them up.
 */
const mostLetters = 5;
const mostLettersADay = 3;
const mostWithLinksADay = 6;

/** How long a letter may be in progress before others stop waiting for its result, in milliseconds. */
const longestUnderWay = 12 * 60_000;

/** Decides, just before sending, whether a letter is still wanted, what it says and where it goes. */
export async function addressLetter(deps: AddressDeps, entry: LetterEntry): Promise<Addressed | Unaddressed> {
  const share = await measureShare(deps, entry);
  if (share === "used up") return { skip: "this mailbox has had its share of letters" };
  if (share === "being used") return { wait: "letters before it are under way" };
  if (entry.purpose === "links") return addressLinks(deps, entry);
  const { ref } = entry;
  if (!ref) return { skip: "it names no line" };
  if (entry.purpose === "thanks") {
    const sheet = await readLine(deps, ref);
    const [line] = sheet?.lines ?? [];
    const standing = sheet && line && (await findSignature(deps, line, sheet.at));
    return standing
      ? toSignatory("thanks", ref, standing.signature)
      : { skip: "the signature is not on the roll" };
  }
  return addressPending(deps, entry.purpose, ref);
}

/** Somebody already on the roll is told so, and that the address was used to sign again; nobody else learns it. */
async function addressPending(
  deps: AddressDeps,
  purpose: "confirm" | "remind",
  ref: LineRef,
): Promise<Addressed | Unaddressed> {
  const sheet = await deps.database.sheets.findOne(
    { _id: ref.sheet },
    { projection: { state: 1, outcomes: { $slice: [ref.line, 1] } } },
  );
  if (sheet?.state === "received") return { wait: "its sheet is still being processed" };
  const pending = await deps.database.pending.findOne({ _id: ref });
  if (!pending || pending.expiresAt <= deps.now() || sheet?.outcomes?.[0] !== "waiting")
    return { skip: "nothing waits for a confirmation any more" };
  if (purpose === "remind" && pending.returned && isFinal(pending.returned))
    return { skip: "the letter before it came back" };
  if (purpose === "remind" && (await isSuppressed(deps, pending))) return { skip: "she wants no more mails" };
  const standing = await findSignature(deps, pending.entry, pending.at);
  if (standing?.signature.state === "counted") {
    if (purpose === "remind") return { skip: "it is confirmed" };
    return toSignatory("already", ref, standing.signature);
  }
  return { kind: purpose, ref, sealed: pending.sealed, expiresAt: pending.expiresAt, hasNews: false };
}

/** Whether what came back of a letter says that another would be in vain, or unwelcome. */
function isFinal({ kind }: Returned): boolean {
  return kind === "hard-bounce" || kind === "complaint";
}

/** Whether mails to an address were stopped, even before she signed: nobody asks for a reminder. */
async function isSuppressed(deps: AddressDeps, { entry, sealed }: Pending): Promise<boolean> {
  const key = suppressionKey(deps.keys, unseal(deps.keys, entry.person, sealed).email);
  return (await findSuppressed(deps, [key])).size > 0;
}

async function addressLinks(deps: AddressDeps, entry: LetterEntry): Promise<Addressed | Unaddressed> {
  const signature = (await readMailbox(deps, entry.person)).find((standing) => standing?.state === "counted");
  if (!signature) return { skip: "this mailbox has not signed" };
  const last = signature.moves?.findLast(({ to }) => to === "counted") ?? signature;
  return toSignatory("links", { sheet: last.sheet, line: last.line }, signature);
}

function toSignatory(kind: LetterKind, ref: LineRef, signature: Signature): Addressed | Unaddressed {
  if (signature.state !== "counted" || !signature.sealed) return { skip: "the signature was withdrawn" };
  const hasNews = signature.updates === true || signature.secretariat === true;
  return { kind, ref, sealed: signature.sealed, expiresAt: undefined, hasNews };
}

function readLine(deps: AddressDeps, ref: LineRef) {
  return deps.database.sheets.findOne(
    { _id: ref.sheet },
    { projection: { at: 1, lines: { $slice: [ref.line, 1] } } },
  );
}

/**
 * How much of its letter allowance a mailbox has left. Letters in progress that were written before this one count
 * too; otherwise many at once would each find that none was sent.
 */
async function measureShare(
  { database: { letters }, now }: AddressDeps,
  { _id, person, at, purpose }: LetterEntry,
): Promise<"free" | "being used" | "used up"> {
  const sent = { person, state: "sent" } as const;
  const since = new Date(now().getTime() - day);
  const soon = new Date(now().getTime() + longestUnderWay);
  // In-progress letters first: one that goes out between the two reads is then counted twice, never missed.
  const ahead = await letters.countDocuments({
    person,
    state: "due",
    dueAt: { $lte: soon },
    $or: [{ at: { $lt: at } }, { at, _id: { $lt: _id } }],
  });
  const [ever, lately] = await Promise.all([
    letters.countDocuments(sent),
    letters.countDocuments({ ...sent, endedAt: { $gte: since } }),
  ]);
  const left = leftOf(purpose, ever, lately);
  if (left <= 0) return "used up";
  return left <= ahead ? "being used" : "free";
}

function leftOf(purpose: LetterEntry["purpose"], ever: number, lately: number): number {
  switch (purpose) {
    case "links":
      return mostWithLinksADay - lately;
    case "thanks":
      return mostLetters - ever;
    default:
      return Math.min(mostLetters - 1 - ever, mostLettersADay - lately);
  }
}
