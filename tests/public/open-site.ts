import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { pino } from "pino";
import type { Deps } from "#campaigns/open.ts";
import { openDeps } from "#campaigns/open-deps.ts";
import type { CampaignModel } from "#campaigns/petitions/campaign.model.ts";
import { forgetCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { loadCampaign } from "#campaigns/petitions/load-campaign.ts";
import { readConfig } from "#campaigns/platform/config.ts";
import { makeKeyFile, writeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import {
  linkTime,
  makeTimedToken,
  makeToken,
  readToken,
  type TokenPurpose,
} from "#campaigns/platform/sealing/line-tokens.ts";
import { processSheet } from "#campaigns/signing/processing/process-sheet.ts";
import { buildApp } from "#server/app.ts";
import { freshServices } from "#tests/support/services.ts";

/** The whole site on databases of its own, asked by inject; workers' work is done when the test says so. */
export type Site = {
  app: FastifyInstance;
  deps: Deps;
  get(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(
    path: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  /** Sends the form of the campaign and gives the receipt. */
  sign(form?: Record<string, string>): Promise<string>;
  /** Confirms with the same boxes ticked; gives the receipt that is hers. */
  confirm(receipt: string, form?: Record<string, string>): Promise<string>;
  /** The path behind a link that was asked for a moment ago. */
  freshLink(purpose: "withdraw" | "preferences", receipt: string): string;
  /** Signs, confirms and counts somebody; gives the receipt that is hers. */
  signAndConfirm(form?: Record<string, string>): Promise<string>;
  /** The path behind a link of a mail. */
  link(purpose: Exclude<TokenPurpose, "receipt">, receipt: string): string;
  /** Does what the workers would do. */
  work(): Promise<void>;
  changeCampaign(change: Parameters<CampaignModel["updateOne"]>[1]): Promise<void>;
  countSheets(): Promise<number>;
  close(): Promise<void>;
};

export const slug = "small-campaign";
export const signPath = `/en/c/${slug}/sign`;

let signers = 0;

/** What an unsuspicious signer fills in; each call is somebody else. */
export function answers(): Record<string, string> {
  signers += 1;
  return {
    name: "Ada Muster",
    email: `ada.${signers}@example.org`,
    country: "PH",
    petition: "international",
    // She has seen that the Philippines have one of their own.
    offered: "ph",
  };
}

/** Opens a site with the small campaign; `settings` are those of the environment. */
export async function openSite(settings: Record<string, string> = {}): Promise<Site> {
  const services = await freshServices();
  const folder = mkdtempSync(join(tmpdir(), "sheaf-site-"));
  const config = readConfig({
    MONGODB_URI: services.mongodbUri,
    REDIS_URL: services.redisUrl,
    SMTP_URL: "smtp://127.0.0.1:9",
    SHEAF_DATA: folder,
    SHEAF_PUBLIC_URL: "http://sheaf.example",
    ...settings,
  });
  await writeKeyFile(config.SHEAF_KEYS, makeKeyFile(new Date()));
  const { deps, redis, close } = await openDeps(config);
  await loadCampaign(deps, new URL("../petitions/small-campaign", import.meta.url).pathname);
  const app = await buildApp({ deps, redis, config, log: pino({ level: "silent" }) });
  return makeSite(app, deps, async () => {
    await app.close();
    await close();
    await services.dropAll();
    rmSync(folder, { recursive: true, force: true });
  });
}

function makeSite(app: FastifyInstance, deps: Deps, close: () => Promise<void>): Site {
  const host = { host: "sheaf.example" };
  const site: Site = {
    app,
    deps,
    close,
    get: (url, headers) => app.inject({ url, headers: { ...host, accept: "text/html", ...headers } }),
    post: (url, form, headers) =>
      app.inject({
        method: "POST",
        url,
        headers: {
          ...host,
          accept: "text/html",
          origin: "http://sheaf.example",
          "content-type": "application/x-www-form-urlencoded",
          ...headers,
        },
        payload: new URLSearchParams(form).toString(),
      }),
    async sign(form = answers()) {
      const reply = await site.post(signPath, form);
      const receipt = reply.headers.location?.split("/").at(-1);
      if (!receipt) throw new Error(`The form was answered with ${reply.statusCode}.`);
      return receipt;
    },
    async signAndConfirm(form) {
      const receipt = await site.sign(form);
      await site.work();
      const own = await site.confirm(receipt, form);
      await site.work();
      return own;
    },
    async confirm(receipt, form = {}) {
      const ticks = Object.entries(form).filter(([name]) => name.startsWith("consent."));
      const reply = await site.post(site.link("confirm", receipt), Object.fromEntries(ticks));
      return reply.headers.location?.split("/").at(-1) ?? "";
    },
    freshLink(purpose, receipt) {
      const ref = readToken(deps.keys, "receipt", receipt);
      return `/en/${purpose}/${makeTimedToken(deps.keys, purpose, ref, new Date(Date.now() + linkTime))}`;
    },
    link: (purpose, receipt) =>
      `/en/${purpose.replace(/-.*/, "")}/${makeToken(deps.keys, purpose, readToken(deps.keys, "receipt", receipt))}`,
    async work() {
      const due = await deps.database.sheets.find({ state: "received" }).toArray();
      for (const { _id } of due) await processSheet(deps, _id);
    },
    async changeCampaign(change) {
      await deps.database.campaigns.updateOne({ _id: slug }, change);
      forgetCampaigns(deps);
    },
    countSheets: () => deps.database.sheets.countDocuments(),
  };
  return site;
}
