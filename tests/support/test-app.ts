import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import type { SignInput } from "#campaigns/signing/intake/check-answers.ts";
import { buildApp } from "#server/app.ts";
import { collectLog } from "./core.ts";
import { answersOf } from "./signing.ts";
import { openTestDeps, type TestDeps } from "./test-deps.ts";

/** The site, not listening, on databases of the test file's own. */
export type TestApp = TestDeps & {
  app: FastifyInstance;
  logged(): string;
  /** Signs through the API as `who` would; whatever is given stands instead of the usual answers. */
  sign(slug: string, who: string, differences?: Partial<SignInput>): Promise<LightMyRequestResponse>;
  /** Sends the form of a campaign as a browser would. */
  sendForm(slug: string, fields: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Everything that a request could have changed, as text. */
  everything(): Promise<string>;
};

/** Builds the site; limits are out of the way unless `settings` name one. */
export async function openTestApp(
  settings: NodeJS.ProcessEnv = {},
  leadThrough?: (mongodbUri: string) => Promise<string>,
): Promise<TestApp> {
  const core = await openTestDeps({
    settings: { SHEAF_SIGN_LIMIT: "100000", ...settings },
    ...(leadThrough && { leadThrough }),
  });
  const { log, logged } = collectLog();
  const { deps, redis, config } = core;
  const app = await buildApp({ deps, redis, config, log });
  return {
    ...core,
    app,
    logged,
    sign: (slug, who, differences) =>
      app.inject({
        method: "POST",
        url: `/api/v1/campaigns/${slug}/signatures`,
        payload: answersOf(who, differences),
      }),
    sendForm: (slug, fields) =>
      app.inject({
        method: "POST",
        url: `/en/c/${slug}/sign`,
        headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html" },
        payload: new URLSearchParams(fields).toString(),
      }),
    async everything() {
      const { sheets, pending, signatures, letters, tallies, totals } = deps.database;
      const all = [sheets, pending, signatures, letters, tallies, totals];
      return JSON.stringify(await Promise.all(all.map((collection) => collection.find().toArray())));
    },
    async close() {
      await app.close();
      await core.close();
    },
  };
}
