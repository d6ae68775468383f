/** Where operators read what they have to do something about. */
export type Log = { info(message: string): void; warn(message: string): void; error(message: string): void };

/** For what nobody reads. */
export const noLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
