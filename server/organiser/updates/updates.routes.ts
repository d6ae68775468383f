import type { FastifyInstance } from "fastify";
import type { Account } from "#campaigns/access/account.ts";
import type { Mailer } from "#campaigns/mail/mailer.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import { sendTestMail } from "#campaigns/updates/composing/send-test-mail.ts";
import { archiveRoutes } from "./archive.routes.ts";
import type { Opened } from "./campaign-in-console.ts";
import { composeRoutes } from "./compose.routes.ts";
import { listRoutes } from "./list.routes.ts";
import { picturesRoutes } from "./pictures.routes.ts";
import { readingRoutes } from "./reading.routes.ts";
import { steerRoutes } from "./steer.routes.ts";
import { templatesRoutes } from "./templates.routes.ts";

/** What the routes of updates work with. */
export type UpdatesOptions = {
  deps: Deps;
  /** Sender of mails. */
  from: string;
  /** How often and when supporters are written to, as the operator has set it. */
  rules: Rules;
  /** Mails an update in one language to the account itself; gives the name of the notice. */
  sendTest(opened: Opened, account: Account, locale: Locale): Promise<"tested" | "test-away">;
};

/** Most updates of a campaign that a supporter gets within a week, and the hours of the night, such as "22-8". */
export type Rules = { weeklyMost: number; quietHours: string };

/** The pages of a campaign's updates: the list, writing, deciding, and the account of what was sent. */
export async function consoleUpdatesRoutes(
  app: FastifyInstance,
  { deps, mailer, from, rules }: { deps: Deps; mailer: Mailer; from: string; rules: Rules },
): Promise<void> {
  const options: UpdatesOptions = {
    ...{ deps, from, rules },
    sendTest: async ({ campaign, update }, account, locale) => {
      const outcome = await sendTestMail({ ...deps, mailer }, campaign, update, { account, locale, from });
      return outcome === "sent" ? "tested" : "test-away";
    },
  };
  await app.register(listRoutes, options);
  await app.register(templatesRoutes, options);
  await app.register(picturesRoutes, options);
  await app.register(composeRoutes, options);
  await app.register(steerRoutes, options);
  await app.register(archiveRoutes, options);
  await app.register(readingRoutes, options);
}
