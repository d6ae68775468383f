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

function signInWords({ firstLogin, demoLogins }: Addresses): string[] {
  if (demoLogins) {
    const width = Math.max(...demoLogins.accounts.map(({ email }) => email.length));
    return [
      ...demoLogins.accounts.map(({ email, does }) => `          ${email.padEnd(width)}  ${does}`),
      `          password of all of them: ${demoLogins.password}`,
    ];
  }
  if (!firstLogin) return [`          password forgotten? npm run sheaf -- accounts reset ${firstAddress}`];
  return [
    `          ${firstLogin.email}, password ${firstLogin.password} (shown this once)`,
    "          Set up its second step once you are in: it is needed from the second sign-in on.",
  ];
}

function sayAddresses(addresses: Addresses, folder: string): void {
  const { site, demoLogins, hasMailbox } = addresses;
  const mailbox = hasMailbox ? [`Mailbox   ${site}/mailbox`] : [];
  const demoPage = demoLogins ? [`Demo      ${site}/organiser/c/demo (all its data is made up)`] : [];
  const lines = [
    "",
    "Sheaf is running.",
    "",
    `Site      ${site}/`,
    ...mailbox,
    ...demoPage,
    `Console   ${site}/organiser`,
    ...signInWords(addresses),
    `API       ${site}/docs`,
    `Data      ${folder} (logs in ${folder}/logs)`,
    "",
    "Ctrl-C ends it; the data stays.",
    "",
  ];
  for (const line of lines) say(line);
}

function begin(): Sheaf {
  const settings = readSettings(process.env, process.argv.slice(2));
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
