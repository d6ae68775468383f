import type { Terminal } from "./progress.ts";

/** What every command works with; main.ts gives the process's own, tests give theirs. */
export type Cli = {
  env: NodeJS.ProcessEnv;
  /** Prints a line, or several, of what the command has to say. */
  print: (text: string) => void;
  /** Where progress is shown. */
  terminal: Terminal;
};
