import type { FastifyInstance } from "fastify";
import type { Deps } from "#campaigns/open.ts";
import { campaignsListRoutes } from "./campaigns.routes.ts";
import { changesRoutes } from "./changes.routes.ts";
import { contactRoutes } from "./contact.routes.ts";
import { draftActsRoutes } from "./draft-acts.routes.ts";
import { editorRoutes } from "./editor.routes.ts";
import { joinRoutes } from "./join.routes.ts";
import { languagesRoutes } from "./languages.routes.ts";
import { lifeRoutes } from "./life.routes.ts";
import { petitionsRoutes } from "./petitions.routes.ts";
import { postersRoutes } from "./posters.routes.ts";
import { previewRoutes } from "./preview.routes.ts";
import { scheduleRoutes } from "./schedule.routes.ts";
import { settingsRoutes } from "./settings.routes.ts";
import { sharesRoutes } from "./shares.routes.ts";
import { sourceCodesRoutes } from "./source-codes.routes.ts";

/** Campaigns and petitions in the console: create, write, review, approve, publish, close. */
export async function consoleCampaignsRoutes(app: FastifyInstance, options: { deps: Deps }): Promise<void> {
  await app.register(campaignsListRoutes, options);
  await app.register(petitionsRoutes, options);
  await app.register(draftActsRoutes, options);
  await app.register(editorRoutes, options);
  await app.register(previewRoutes, options);
  await app.register(changesRoutes, options);
  await app.register(joinRoutes, options);
  await app.register(languagesRoutes, options);
  await app.register(scheduleRoutes, options);
  await app.register(lifeRoutes, options);
  await app.register(settingsRoutes, options);
  await app.register(sharesRoutes, options);
  await app.register(contactRoutes, options);
  await app.register(postersRoutes, options);
  await app.register(sourceCodesRoutes, options);
}
