import type { Deps } from "../deps.ts";
import { findSignature, readMailbox } from "../roll/find-signature.ts";
import type { Signature } from "../roll/signature.model.ts";
import type { LineRef } from "../sealing/line-tokens.ts";
import type { LetterEntry } from "./letter.model.ts";
import type { LetterKind } from "./letter.ts";

/** What a letter turns out to be when its time has come, and the line its links act for. */
export type Addressed = {
  kind: LetterKind;
  ref: LineRef;
  sealed: Buffer;
  expiresAt: Date | undefined;
  updates: boolean;
};

/** Why a letter is not sent: not wanted any more, or not yet. */
type Unaddressed = { skip: string } | { wait: string };

type AddressDeps = Pick<Deps, "database" | "now">;

const day = 24 * 3_600_000;

/** A signature gets five letters at most, and a mailbox three a day, whoever asks for them. */
const mostLetters = 5;
const mostLettersADay = 3;

/** Decides, just before sending, whether a letter is still wanted, what it says and to whom it goes. */
export async function addressLetter(deps: AddressDeps, entry: LetterEntry): Promise<Addressed | Unaddressed> {
  if (await isCapped(deps, entry)) return { skip: "this mailbox has had its share of letters" };
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

/** Who is on the roll already hears that, and that somebody signed with the same address; nobody else learns it. */
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
  const standing = await findSignature(deps, pending.entry, pending.at);
  if (standing?.signature.state === "counted") {
    if (purpose === "remind") return { skip: "it is confirmed" };
    return toSignatory("already", ref, standing.signature);
  }
  return { kind: purpose, ref, sealed: pending.sealed, expiresAt: pending.expiresAt, updates: false };
}

async function addressLinks(deps: AddressDeps, entry: LetterEntry): Promise<Addressed | Unaddressed> {
  const signature = (await readMailbox(deps, entry.person)).find((standing) => standing?.state === "counted");
  if (!signature) return { skip: "this mailbox has not signed" };
  const last = signature.moves?.findLast(({ to }) => to === "counted") ?? signature;
  return toSignatory("links", { sheet: last.sheet, line: last.line }, signature);
}

function toSignatory(kind: LetterKind, ref: LineRef, signature: Signature): Addressed | Unaddressed {
  if (signature.state !== "counted" || !signature.sealed) return { skip: "the signature was withdrawn" };
  return { kind, ref, sealed: signature.sealed, expiresAt: undefined, updates: signature.updates === true };
}

function readLine(deps: AddressDeps, ref: LineRef) {
  return deps.database.sheets.findOne(
    { _id: ref.sheet },
    { projection: { at: 1, lines: { $slice: [ref.line, 1] } } },
  );
}

async function isCapped(deps: AddressDeps, entry: LetterEntry): Promise<boolean> {
  const { letters } = deps.database;
  const sent = { person: entry.person, state: "sent" } as const;
  const since = new Date(deps.now().getTime() - day);
  const lately = await letters.countDocuments({ ...sent, at: { $gte: since } }, { limit: mostLettersADay });
  // Thanks and links are the owner's own doing and carry the way out: a stranger's attempts must not use them up.
  if (entry.purpose === "links") return lately >= 2 * mostLettersADay;
  if (entry.purpose === "thanks") return false;
  return (
    lately >= mostLettersADay || (await letters.countDocuments(sent, { limit: mostLetters })) >= mostLetters
  );
}
