import { Types } from "mongoose";
import { queues } from "#campaigns/platform/jobs/queues.ts";
import { runUpdate } from "#campaigns/updates/sending/run-update.ts";
import { defineWorker } from "./define-worker.ts";

/** A range of dispatches a job; while one range is written down, the other keeps the connections busy. */
export const updatesWorker = defineWorker(
  "updates",
  queues.updates.payload,
  2,
  ({ deps, updateSender }, { update, range }) =>
    runUpdate({ ...deps, updateSender }, new Types.ObjectId(update), range),
);
