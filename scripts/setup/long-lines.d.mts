/** Whether a line of code is too long to read. */
export function isLong(line: string): boolean;

/** Where lines of code are too long to read, as `file:line: length`. */
export function findLongLines(root: string): string[];
