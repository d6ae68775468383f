import { DomainError } from "#campaigns/platform/errors.ts";
import { isQueueName, type QueueName, queueNames } from "#campaigns/platform/jobs/queues.ts";

/** Reads which queues a worker process is for: all if none is named. @throws DomainError `configuration`. */
export function readQueueNames(names: readonly string[]): readonly QueueName[] {
  const unknown = names.find((name) => !isQueueName(name));
  if (unknown !== undefined) {
    throw new DomainError(
      "configuration",
      `There is no queue "${unknown}": name some of ${queueNames.join(", ")}, or none for all.`,
    );
  }
  return names.length === 0 ? queueNames : queueNames.filter((name) => names.includes(name));
}
