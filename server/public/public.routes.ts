import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { isLocale } from "#campaigns/platform/languages/languages.ts";
import { aboutRoutes } from "./about/about.routes.ts";
import { campaignRoutes } from "./campaign/campaign.routes.ts";
import { cardsRoutes } from "./cards/cards.routes.ts";
import { confirmationRoutes } from "./confirmation/confirmation.routes.ts";
import { discoveryRoutes } from "./discovery/discovery.routes.ts";
import { helpRoutes } from "./help/help.routes.ts";
import { homeRoutes } from "./home/home.routes.ts";
import { freshLinksRoutes } from "./links/fresh-links.routes.ts";
import { linksRoutes } from "./links/links.routes.ts";
import { mediaRoutes } from "./media/media.routes.ts";
import { networkRoutes } from "./network/network.routes.ts";
import { numbersRoutes } from "./numbers/numbers.routes.ts";
import { preferencesRoutes } from "./preferences/preferences.routes.ts";
import { receiptRoutes } from "./receipt/receipt.routes.ts";
import { shareRoutes } from "./signing/share.routes.ts";
import { signRoutes } from "./signing/sign.routes.ts";
import { signedRoutes } from "./signing/signed.routes.ts";
import { unsubscribeRoutes } from "./unsubscribe/unsubscribe.routes.ts";
import { unsubscribeMoreRoutes } from "./unsubscribe/unsubscribe-more.routes.ts";
import { publicUpdatesRoutes } from "./updates/updates.routes.ts";
import { withdrawalRoutes } from "./withdrawal/withdrawal.routes.ts";
import { writeRoutes } from "./write/write.routes.ts";

/**
 * Every public page. Needs of the app: form bodies parsed, `request.countAttempt`, an error handler that draws
 * `renderProblemPage`, and `web/` served at `/web/`.
 */
export async function publicRoutes(app: FastifyInstance, options: { deps: Deps }): Promise<void> {
  // The OpenAPI document describes the interface for programs; pages are for people.
  app.addHook("onRoute", (route) => {
    route.schema = { ...route.schema, hide: true };
  });
  app.addHook("onRequest", async ({ params }) => {
    const locale = localeIn(params);
    if (locale !== undefined && !isLocale(locale)) throw notFound();
  });
  await app.register(homeRoutes, options);
  await app.register(campaignRoutes, options);
  await app.register(cardsRoutes, options);
  await app.register(numbersRoutes, options);
  await app.register(signRoutes, options);
  await app.register(signedRoutes, options);
  await app.register(shareRoutes, options);
  await app.register(confirmationRoutes, options);
  await app.register(withdrawalRoutes, options);
  await app.register(preferencesRoutes, options);
  await app.register(unsubscribeRoutes, options);
  await app.register(unsubscribeMoreRoutes, options);
  await app.register(linksRoutes, options);
  await app.register(freshLinksRoutes, options);
  await app.register(receiptRoutes, options);
  await app.register(networkRoutes, options);
  await app.register(writeRoutes, options);
  await app.register(helpRoutes, options);
  await app.register(aboutRoutes, options);
  await app.register(publicUpdatesRoutes, options);
  await app.register(mediaRoutes, options);
  await app.register(discoveryRoutes, options);
}

function localeIn(params: unknown): string | undefined {
  if (typeof params !== "object" || params === null || !("locale" in params)) return undefined;
  return typeof params.locale === "string" ? params.locale : undefined;
}
