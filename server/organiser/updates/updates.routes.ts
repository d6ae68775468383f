import type { FastifyInstance } from "fastify";
import type { Mailer } from "#campaigns/mail/mailer.ts";
import type { Deps } from "#campaigns/open.ts";
import { sendTestMail } from "#campaigns/updates/composing/send-test-mail.ts";
import { archiveRoutes } from "./archive.routes.ts";
import { composeRoutes } from "./compose.routes.ts";
import { listRoutes } from "./list.routes.ts";
import { picturesRoutes } from "./pictures.routes.ts";
import { readingRoutes } from "./reading.routes.ts";
import { steerRoutes } from "./steer.routes.ts";
import { templatesRoutes } from "./templates.routes.ts";
import type { Rules, UpdatesOptions } from "./updates-options.ts";

const testNotices = { sent: "tested", unsourced: "test-unsourced", away: "test-away" } as const;

/** The pages of a campaign's updates: the list, writing, deciding, and the totals of what was sent. */
export async function consoleUpdatesRoutes(
  app: FastifyInstance,
  { deps, mailer, from, rules }: { deps: Deps; mailer: Mailer; from: string; rules: Rules },
): Promise<void> {
  const options: UpdatesOptions = {
    ...{ deps, from, rules },
    sendTest: async ({ campaign, update }, account, locale) => {
      const outcome = await sendTestMail({ ...deps, mailer }, campaign, update, { account, locale, from });
      return testNotices[outcome];
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
