import { Command } from "commander";
import { checkMail } from "#campaigns/mail/check/check-mail.ts";
import type { Finding } from "#campaigns/mail/check/finding.ts";
import { planMail } from "#campaigns/mail/check/mail-plan.ts";
import { openResolver } from "#campaigns/mail/check/open-resolver.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { Cli } from "./cli.ts";

/** `sheaf mail`: how mails are sent. */
export function mailCommand(cli: Cli): Command {
  const command = new Command("mail").description("How mails leave, and what receivers look up about them");
  command
    .command("check")
    .description("look up SPF, DKIM, DMARC and the return addresses; says what is wrong and what to publish")
    .argument("[domain]", "domain of the sender; that of SHEAF_MAIL_FROM when left out")
    .option("--server <address>", "ask this name server, such as your own before the world sees a change")
    .action((domain: string | undefined, { server }: { server?: string }) => check(cli, domain, server));
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

const marks = { good: "good ", better: "could be better ", wrong: "WRONG ", unknown: "no answer " } as const;

function describe({ about, verdict, says, publish }: Finding): string {
  const record = publish ? `\n    ${publish.name}  ${publish.type}  ${publish.value}` : "";
  return `${about}: ${marks[verdict].trim()}\n    ${says}${record}`;
}
