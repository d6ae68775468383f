import type { CertificateFacts, HandoverFacts } from "#campaigns/handovers/handover.model.ts";

/** The fields of the form that records a handover. */
type SentRecord = Record<Exclude<keyof HandoverFacts, "bundle" | "replyDue">, string> & {
  bundle: string;
  replyDue: string;
};

/** Tells whether every field is filled in and the day is one that has come. */
export function isGiven({ day, ...rest }: Readonly<Record<string, string>>, now: Date): boolean {
  return (
    isDay(day ?? "") && hasCome(day ?? "", now) && Object.values(rest).every((value) => value.trim() !== "")
  );
}

/** A handover as it was filled in; undefined where something is missing or wrong. */
export function readRecord(sent: SentRecord, now: Date): HandoverFacts | undefined {
  const { note, bundle, replyDue, ...needed } = sent;
  const hash = bundle.trim().toLowerCase();
  if (!isGiven(needed, now) || (hash !== "" && !/^[0-9a-f]{64}$/.test(hash))) return undefined;
  if (replyDue !== "" && !isDay(replyDue)) return undefined;
  return { ...needed, note: note.trim(), bundle: hash || null, replyDue: replyDue || null };
}

/** A certificate as it was filled in; undefined where something is missing or it certifies more than it checked. */
export function readCertificate(
  sent: Record<keyof CertificateFacts, string>,
  now: Date,
): CertificateFacts | undefined {
  const [valid, of] = [Number(sent.valid), Number(sent.of)];
  const isCounted = [valid, of].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!isGiven(sent, now) || !isCounted || of === 0 || valid > of) return undefined;
  return { ...sent, valid, of };
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** East of us a day begins up to fourteen hours earlier. */
function hasCome(day: string, now: Date): boolean {
  return new Date(`${day}T00:00:00Z`).getTime() <= now.getTime() + 14 * 3_600_000;
}
