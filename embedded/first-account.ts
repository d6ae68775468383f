import { runCommand } from "./run-command.ts";
import { StartError } from "./start-error.ts";

/** The address of the account that `npm start` makes; mail to it lands in the embedded mailbox. */
export const firstAddress = "organiser@example.org";

/** How to sign in for the first time. */
export type FirstLogin = { email: string; password: string };

/**
 * Makes an account of the secretariat when there is none at all; undefined when there is one. The password is random and
 * stands nowhere but in what is printed, so no log hears of it.
 * @throws StartError with the command's reason.
 */
export async function makeFirstAccount(env: NodeJS.ProcessEnv): Promise<FirstLogin | undefined> {
  const { code, lastWords } = await runCommand(["accounts", "add", firstAddress, "--first-only"], env);
  if (code !== 0) throw new StartError(`The first account could not be made:\n${lastWords}`);
  const password = /^\s*password\s+(\S+)/m.exec(lastWords)?.[1];
  return password === undefined ? undefined : { email: firstAddress, password };
}
