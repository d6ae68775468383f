import { ticketOfLetter } from "#campaigns/accounts/account-letter-id.ts";
import { sendAccountLetter } from "#campaigns/letters/send-account-letter.ts";
import { sendLetter } from "#campaigns/letters/send-letter.ts";
import { queues } from "#campaigns/platform/jobs/queues.ts";
import { defineWorker } from "./define-worker.ts";

/** One letter per job, over a few connections to the mail server. */
export const mailWorker = defineWorker(
  "mail",
  queues.mail.payload,
  5,
  async ({ deps, mailer, letters }, { letter }) => {
    const ticket = ticketOfLetter(letter);
    const outcome = ticket
      ? await sendAccountLetter({ ...deps, mailer }, ticket)
      : await sendLetter({ ...deps, mailer }, letter);
    letters.inc({ outcome });
    return outcome;
  },
);
