import { DomainError } from "#campaigns/platform/errors.ts";
import { firstAddress } from "./first-account.ts";
import { readSettings } from "./settings.ts";
import { messageOf, StartError } from "./start-error.ts";
import { type Addresses, type Sheaf, startSheaf } from "./start-sheaf.ts";

/** Why it ends: because it was asked to, or for a reason. */
type End = { reason?: unknown };

const end = Promise.withResolvers<End>();

function say(text: string): void {
  process.stdout.write(text ? `  ${text}\n` : "\n");
}

/** Expected failures are reported in one sentence; anything else is a defect, reported with its stack. */
function complain(reason: unknown): void {
  const isForeseen = reason instanceof StartError || reason instanceof DomainError;
  const text = reason instanceof Error && !isForeseen ? reason.stack : messageOf(reason);
  process.stderr.write(`\n  ${text}\n\n`);
}

function sayAddresses({ site, firstLogin, hasMailbox }: Addresses, folder: string): void {
  const mailbox = hasMailbox ? [`Mailbox   ${site}/mailbox`] : [];
  const signIn = firstLogin
    ? [
        `          ${firstLogin.email}, password ${firstLogin.password} (shown this once)`,
        "          Set up its second step once you are in: it is needed from the second sign-in on.",
      ]
    : [`          password forgotten? npm run sheaf -- accounts reset ${firstAddress}`];
  const lines = [
    "",
    "Sheaf is running.",
    "",
    `Site      ${site}/`,
    ...mailbox,
    `Console   ${site}/organiser`,
    ...signIn,
    `API       ${site}/docs`,
    `Data      ${folder} (logs in ${folder}/logs)`,
    "",
    "Ctrl-C ends it; the data stays.",
    "",
  ];
  for (const line of lines) say(line);
}

function begin(): Sheaf {
  const settings = readSettings(process.env);
  const sheaf = startSheaf(settings, process.env, {
    onNews: say,
    onGiveUp: (reason) => end.resolve({ reason }),
  });
  sheaf.ready.then(
    (addresses) => sayAddresses(addresses, settings.folder),
    (reason: unknown) => end.resolve({ reason }),
  );
  return sheaf;
}

async function run(): Promise<number> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end.resolve({}));
  // scripts/setup.mjs, which started this, was killed.
  process.once("disconnect", () => end.resolve({}));
  process.channel?.unref();
  const sheaf = begin();
  say("Starting.");
  const { reason } = await end.promise;
  if (reason) complain(reason);
  else say("Ending: server and workers first, then mailbox, Redis and MongoDB.");
  await sheaf.stop();
  if (!reason) say("Ended.");
  return reason ? 1 : 0;
}

try {
  process.exit(await run());
} catch (error) {
  complain(error);
  process.exit(1);
}
