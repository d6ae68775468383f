import { Command } from "commander";
import { checkMail } from "#campaigns/mail/check/check-mail.ts";
import type { Finding } from "#campaigns/mail/check/finding.ts";
import { planMail } from "#campaigns/mail/check/mail-plan.ts";
import { openResolver } from "#campaigns/mail/check/open-resolver.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { readWaitingMail, resumeMail, type WaitingMail } from "#campaigns/updates/sending/resume-mail.ts";
import type { Cli } from "./cli.ts";
import { operator } from "./operator.ts";
import { withDatabase } from "./with-database.ts";

/** `sheaf mail`: how mails are sent. */
export function mailCommand(cli: Cli): Command {
  const command = new Command("mail");
  command
    .command("check")
    .description("look up SPF, DKIM, DMARC and the return addresses; says what is wrong and what to publish")
    .argument("[domain]", "domain of the sender; that of SHEAF_MAIL_FROM when left out")
    .option("--server <address>", "ask this name server, such as your own before the world sees a change")
    .action((domain: string | undefined, { server }: { server?: string }) => check(cli, domain, server));
  command
    .command("status")
    .description("say whether mail is held because the database was restored from a backup, and what waits")
    .action(() => status(cli));
  command
    .command("resume")
    .description(
      "let mail leave again after a restore; mails of updates that may have gone out become uncertain",
    )
    .action(() => resume(cli));
  return command;
}

async function check(cli: Cli, domain: string | undefined, server: string | undefined): Promise<void> {
  const unused = "unused";
  const config = readConfig({
    ...cli.env,
    MONGODB_URI: cli.env.MONGODB_URI || unused,
    REDIS_URL: cli.env.REDIS_URL || unused,
    SMTP_URL: cli.env.SMTP_URL || unused,
  });
  const findings = await checkMail(openResolver(server ?? config.SHEAF_DNS_SERVER), planMail(config, domain));
  cli.print(findings.map(describe).join("\n"));
  const wrong = findings.filter(({ verdict }) => verdict === "wrong");
  if (wrong.length > 0) {
    throw new DomainError(
      "mail-unready",
      `Needs fixing: ${wrong.map(({ about }) => about).join(", ")}. Changes take up to a day to be seen everywhere.`,
    );
  }
}

async function status(cli: Cli): Promise<void> {
  const waiting = await withDatabase(cli, (database) => readWaitingMail({ database, now }));
  const { heldAt } = waiting;
  cli.print(
    heldAt ? `Mail is held since ${heldAt.toISOString()}: the database was restored.` : "Mail is not held.",
  );
  cli.print(describeWaiting(waiting));
}

async function resume(cli: Cli): Promise<void> {
  const { letters, dispatches, scheduled } = await withDatabase(cli, (database) =>
    resumeMail({ database, now }, operator),
  );
  cli.print(
    `Mail leaves again: of ${letters} letters those that are due go out within seconds, some perhaps for the second time.`,
  );
  cli.print(
    `${dispatches} mails of updates are uncertain now: the console sends them again where somebody wants that. ` +
      `${scheduled} updates have to be scheduled again.`,
  );
}

const now = () => new Date();

function describeWaiting({ letters, dispatches, scheduled }: WaitingMail): string {
  return `Waiting: ${letters} letters, ${dispatches} mails of updates under way, ${scheduled} scheduled updates.`;
}

const marks = { good: "good ", better: "could be better ", wrong: "WRONG ", unknown: "no answer " } as const;

function describe({ about, verdict, says, publish }: Finding): string {
  const record = publish ? `\n    ${publish.name}  ${publish.type}  ${publish.value}` : "";
  return `${about}: ${marks[verdict].trim()}\n    ${says}${record}`;
}
