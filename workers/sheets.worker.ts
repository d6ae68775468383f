import { Types } from "mongoose";
import { queues } from "#campaigns/platform/jobs/queues.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { defineWorker } from "./define-worker.ts";

/** One sheet per job; several at once keep the database busy while results are assembled. */
export const sheetsWorker = defineWorker("sheets", queues.sheets.payload, 8, ({ deps }, { sheetId }) =>
  processSheet(deps, new Types.ObjectId(sheetId)),
);
