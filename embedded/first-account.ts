import { runCommand } from "./run-command.ts";
import { StartError } from "./start-error.ts";

/** The address of the account created by `npm start`; mail to it arrives in the embedded mailbox. */
export const firstAddress = "organiser@example.org";

/** How to sign in for the first time. */
export type FirstLogin = { email: string; password: string };

/**
 * Creates a secretariat account if there is none; undefined when there is one. The random password is only printed,
 * so it appears in no log.
 * @throws StartError with the command's reason.
 */
export async function makeFirstAccount(env: NodeJS.ProcessEnv): Promise<FirstLogin | undefined> {
  const { code, lastWords } = await runCommand(["accounts", "add", firstAddress, "--first-only"], env);
  if (code !== 0) throw new StartError(`The first account could not be made:\n${lastWords}`);
  const password = /^\s*password\s+(\S+)/m.exec(lastWords)?.[1];
  return password === undefined ? undefined : { email: firstAddress, password };
}
