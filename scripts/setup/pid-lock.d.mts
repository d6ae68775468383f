/** The moment a process began, to tell it from a later one with the same id; undefined when it is gone. */
export declare function processStamp(pid: number): string | undefined;

/**
 * Takes the lock at `path` for this process, or says which process holds it; a lock left by a dead process is taken over.
 * It is given back by `release`, and in any case when this process exits.
 */
export declare function takeLock(
  path: string,
): { taken: true; release(): void } | { taken: false; holder: number | undefined };
