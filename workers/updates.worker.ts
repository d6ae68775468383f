import { Types } from "mongoose";
import { queues } from "#campaigns/platform/jobs/queues.ts";
import { runUpdate } from "#campaigns/updates/sending/run-update.ts";
import { defineWorker } from "./define-worker.ts";

/** One range of dispatches per job; while one range is being recorded, another keeps the connections busy. */
export const updatesWorker = defineWorker(
  "updates",
  queues.updates.payload,
  2,
  ({ deps, updateSender }, { update, range }) =>
    runUpdate({ ...deps, updateSender }, new Types.ObjectId(update), range),
);
