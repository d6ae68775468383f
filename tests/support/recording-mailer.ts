import type { Mailer } from "#campaigns/mail/mailer.ts";

/** A mailer that takes every letter, and what it took. */
export function recordingMailer(): { sent: { to: string; text: string }[]; mailer: Mailer } {
  const sent: { to: string; text: string }[] = [];
  const mailer: Mailer = {
    send: async ({ to, letter }) => {
      sent.push({ to, text: letter.text });
      return { kind: "sent" };
    },
    verify: async () => undefined,
    close: async () => undefined,
  };
  return { sent, mailer };
}
