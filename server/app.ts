import formbody from "@fastify/formbody";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { OpenDeps } from "#campaigns/open-deps.ts";
import type { Config } from "#campaigns/platform/config.ts";
import { campaignsRoutes, figuresRoutes } from "./api/campaigns.routes.ts";
import { logProofRoutes, logRoutes } from "./api/log.routes.ts";
import { mailEventsRoutes } from "./api/mail-events/mail-events.routes.ts";
import { signingRoutes } from "./api/signing.routes.ts";
import { consoleRoutes } from "./organiser/console.routes.ts";
import { followTotals } from "./organiser/follow-totals.ts";
import { assetRoutes } from "./page/asset.routes.ts";
import { compression } from "./plugins/compression.ts";
import { docs } from "./plugins/docs.ts";
import { draining } from "./plugins/draining.ts";
import { answerProblem, errors } from "./plugins/errors.ts";
import { headers } from "./plugins/headers.ts";
import { health } from "./plugins/health.ts";
import { limits } from "./plugins/limits.ts";
import { mailbox } from "./plugins/mailbox.ts";
import { metrics } from "./plugins/metrics.ts";
import { origin } from "./plugins/origin.ts";
import { toProblem } from "./plugins/problems.ts";
import { targets } from "./plugins/targets.ts";
import { drawProblem } from "./public/problem/problem.view.ts";
import { publicRoutes } from "./public/public.routes.ts";

/** What the site is built from; it neither listens nor reads the environment. */
export type AppOptions = Pick<OpenDeps, "deps" | "redis"> &
  Partial<Pick<OpenDeps, "keyFileProblem">> & { config: Config; log: FastifyBaseLogger };

const kilobyte = 1024;

/** Builds the site: first what every request passes, then its parts by who may call them. */
export async function buildApp({
  deps,
  redis,
  config,
  log,
  keyFileProblem = () => undefined,
}: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: log,
    // Page addresses may contain tokens, and log lines would show who came: requests are counted, not logged.
    logController: new LogController({ disableRequestLogging: true }),
    // For the same reason no request needs its own logger, which would cost a fortieth of a signature.
    childLoggerFactory: (logger) => logger,
    bodyLimit: 16 * kilobyte,
    requestTimeout: 15_000,
    // By default headers may take a minute; Node uses the longer of the two for the whole request, and checks
    // twice a minute.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 },
    connectionTimeout: 20_000,
    keepAliveTimeout: 72_000,
    // The plugin `draining` answers what comes too late in the form that everything has.
    return503OnClosing: false,
    trustProxy: readProxies(config.SHEAF_TRUST_PROXY),
    frameworkErrors: (error, request, reply) => {
      answerProblem(drawProblem, toProblem(error), request, reply);
    },
    onProtoPoisoning: "error",
    onConstructorPoisoning: "error",
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: true, allErrors: true },
    },
  }).withTypeProvider<TypeBoxTypeProvider>();

  await app.register(errors, { drawPage: drawProblem });
  await app.register(draining, { seconds: config.SHEAF_DRAIN_SECONDS });
  await app.register(targets);
  await app.register(headers, { https: config.SHEAF_PUBLIC_URL.startsWith("https:") });
  await app.register(origin, { publicUrl: config.SHEAF_PUBLIC_URL });
  await app.register(limits, { redis, keys: deps.keys, perMinute: config.SHEAF_SIGN_LIMIT, now: deps.now });
  await app.register(compression);
  app.removeContentTypeParser("text/plain");
  await app.register(formbody);
  await app.register(docs, { publicUrl: config.SHEAF_PUBLIC_URL });
  await app.register(assetRoutes);

  // For everybody.
  await app.register(publicRoutes, { deps });
  await app.register(signingRoutes, { deps });
  await app.register(campaignsRoutes, { deps });
  await app.register(figuresRoutes, { deps });
  await app.register(logRoutes, { deps });
  await app.register(logProofRoutes, { deps });
  // For organisers and staff.
  const totals = followTotals(deps, redis);
  app.addHook("onClose", async () => totals.stop());
  await app.register(consoleRoutes, { deps, redis, config, totals });
  // For mail providers.
  await app.register(mailEventsRoutes, { deps, config });
  // For operators.
  await app.register(health, { deps, redis });
  await app.register(metrics, { deps, redis, keyFileProblem });
  if (config.SHEAF_MAILBOX_URL) await app.register(mailbox, { url: config.SHEAF_MAILBOX_URL });
  return app;
}

function readProxies(list: string): string[] | false {
  const proxies = list.split(",").flatMap((proxy) => proxy.trim() || []);
  return proxies.length > 0 ? proxies : false;
}
