import { isLocale, type Locale, nearestLocale } from "../platform/languages/languages.ts";

/** How an organisation's mails are signed, and who reads the answers; what is null is the system's. */
export type Sender = {
  /** Stands in From in place of the organisation's own name. */
  name: string | null;
  /** Where answers go: a mailbox that people read. It stands in mails, on no page. */
  replyTo: string | null;
  /** By language: a few lines below the text. */
  signature: Record<string, string>;
};

/** What an organisation of which nothing is known is called in mails, and where answers to it go. */
export type MailName = {
  name: string;
  replyTo: string | undefined;
  /** Lines below the text, in the reader's language or the nearest there is. */
  signature: readonly string[];
};

/** How an organisation's mails are signed for the readers of a language. */
export function mailNameOf(
  organisation: { name: string; sender?: Sender | null | undefined },
  locale: Locale,
): MailName {
  const { name, sender } = organisation;
  const written = Object.keys(sender?.signature ?? {}).filter(isLocale);
  const [first] = written;
  const text = first && sender?.signature[nearestLocale([locale], written, first)];
  return {
    name: sender?.name ?? name,
    replyTo: sender?.replyTo ?? undefined,
    signature: text ? text.split("\n").filter((line) => line.trim() !== "") : [],
  };
}
