const KEPT_CHARACTERS = 20_000;
const SHOWN_LINES = 5;

/** The end of a program's output, to explain why it ended. */
export type LastWords = { hear(chunk: Buffer | string): void; read(): string };

/** Keeps the end of a program's output; JSON log lines are reduced to their message and error. */
export function keepLastWords(): LastWords {
  let end = "";
  return {
    hear(chunk) {
      end += chunk.toString();
      if (end.length <= KEPT_CHARACTERS) return;
      const cut = end.slice(-KEPT_CHARACTERS / 2);
      end = cut.slice(cut.indexOf("\n") + 1);
    },
    read: () => end.trim().split("\n").map(readableLine).filter(isTelling).slice(-SHOWN_LINES).join("\n"),
  };
}

/** The place in the code belongs in the log only. */
function isTelling(line: string): boolean {
  return line !== "" && !/^\s+at /.test(line);
}

function readableLine(line: string): string {
  if (!line.startsWith("{")) return line.trimEnd();
  try {
    return readableEntry(JSON.parse(line));
  } catch {
    return line.trimEnd();
  }
}

/** Log lines of mongod (s, msg, attr) and of pino (level, msg, err); those without a problem are left out. */
function readableEntry(entry: {
  s?: string;
  level?: number;
  msg?: string;
  attr?: { error?: unknown; message?: unknown };
  err?: { message?: string };
}): string {
  const isTrouble = entry.s === "E" || entry.s === "F" || (entry.level ?? 0) >= 50;
  if (!isTrouble) return "";
  const detail = entry.err?.message ?? entry.attr?.message ?? entry.attr?.error;
  if (detail === undefined) return entry.msg ?? "";
  return `${entry.msg ?? ""}: ${typeof detail === "string" ? detail : JSON.stringify(detail)}`;
}
