import { queues } from "#campaigns/platform/jobs/queues.ts";
import { defineWorker } from "./define-worker.ts";

/** A job says that letters are due; those that come while one is worked on join it. */
export const mailWorker = defineWorker("mail", queues.mail.payload, 4, async ({ letterSender }) =>
  (await letterSender.sendDue()) ? "done" : "skipped",
);
