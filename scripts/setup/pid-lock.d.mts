/** The start time of a process, to distinguish it from a later one with the same id; undefined when it is gone. */
export declare function processStamp(pid: number): string | undefined;

/**
 * Takes the lock at `path` for this process, or returns which process holds it; a dead process's lock is taken over.
 * It is released by `release`, and in any case when this process exits.
 */
export declare function takeLock(
  path: string,
): { taken: true; release(): void } | { taken: false; holder: number | undefined };
