import { Command } from "commander";
import { addWitness } from "#campaigns/log/add-witness.ts";
import { signCheckpoint } from "#campaigns/log/sign-checkpoint.ts";
import { withTransaction } from "#campaigns/platform/in-transaction.ts";
import { publicUrl } from "#campaigns/platform/public-url.ts";
import { openCheckedKeys } from "#campaigns/platform/sealing/check-keys.ts";
import { keysPath } from "#campaigns/platform/sealing/keys-path.ts";
import type { Cli } from "./cli.ts";
import { listNamedCampaigns } from "./find-named-campaign.ts";
import { recordOperator } from "./operator.ts";
import { withDatabase } from "./with-database.ts";

const now = () => new Date();

/** `sheaf log`: the logs of the campaigns, and who watches them. */
export function logCommand(cli: Cli): Command {
  const command = new Command("log");
  command
    .command("sign")
    .description(
      "hash what was folded into the log and sign how far it has come; a killed run goes on where it was",
    )
    .argument("[campaign]", "one campaign; all when left out")
    .action((slug?: string) => sign(cli, slug));
  command
    .command("add-witness")
    .description("take signatures of a witness: a member organisation or newspaper that watches the logs")
    .argument("<key>", "its public key in one line, name+id+key")
    .action((key: string) => add(cli, key));
  return command;
}

async function sign(cli: Cli, slug: string | undefined): Promise<void> {
  const signed = await withDatabase(cli, async (database) => {
    const keys = await openCheckedKeys({ database }, keysPath(cli.env));
    const deps = { database, keys, now, publicUrl: publicUrl(cli.env) };
    const checkpoints: string[] = [];
    for (const campaign of await listNamedCampaigns({ database }, slug)) {
      checkpoints.push((await signCheckpoint(deps, campaign)).note);
    }
    return checkpoints;
  });
  cli.print(signed.join("\n"));
}

async function add(cli: Cli, key: string): Promise<void> {
  const name = await withDatabase(cli, (database) =>
    withTransaction({ database, now }, async (inner) => {
      const added = await addWitness(inner, key);
      await recordOperator(inner, "witness.add", added);
      return added;
    }),
  );
  cli.print(`Signatures of ${name} are taken from now on.`);
}
