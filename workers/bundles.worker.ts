import { makeBundle } from "#campaigns/bundles/make-bundle.ts";
import { queues } from "#campaigns/platform/jobs/queues.ts";
import { defineWorker } from "./define-worker.ts";

/** One bundle at a time: a long read of the roll should not have to share the disk with another one. */
export const bundlesWorker = defineWorker("bundles", queues.bundles.payload, 1, ({ deps }, { bundle }) =>
  makeBundle(deps, bundle),
);
