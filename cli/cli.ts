import type { Terminal } from "./progress.ts";

/** What every command works with; main.ts passes the process's own, tests pass theirs. */
export type Cli = {
  env: NodeJS.ProcessEnv;
  /** Prints one or more lines of a command's output. */
  print: (text: string) => void;
  /** Where progress is shown. */
  terminal: Terminal;
};
