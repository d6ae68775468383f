import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Account } from "#campaigns/access/account.ts";
import { nameAccounts } from "#campaigns/accounts/name-accounts.ts";
import { approveBundle, declineBundle } from "#campaigns/bundles/approve-bundle.ts";
import { type Download, downloadBundle } from "#campaigns/bundles/download-bundle.ts";
import { listRequests } from "#campaigns/bundles/list-requests.ts";
import { type BundleWish, mustHavePart, requestBundle } from "#campaigns/bundles/request-bundle.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { DomainError, notFound } from "#campaigns/platform/errors.ts";
import { consoleBook } from "#server/organiser/frame/console-book.ts";
import type { FieldErrors } from "#server/organiser/frame/fields.view.ts";
import { redirect, sendConsolePage } from "#server/organiser/frame/send-console-page.ts";
import { emptyForm } from "#server/page/empty-form.ts";
import { accountOf, actorOf } from "#server/plugins/sessions.ts";
import { consoleUrls } from "../console-urls.ts";
import { drawBundles } from "./bundles.view.ts";

const campaign = Type.String({ minLength: 1, maxLength: 80 });
const bundle = Type.String({ pattern: "^[0-9a-f]{24}$" });
const outcomes = ["asked", "known", "approve", "decline"] as const;
type Outcome = (typeof outcomes)[number];
const outcome = Type.Unsafe<Outcome>(Type.String({ enum: [...outcomes] }));
const wish = Type.Object(
  {
    organisation: Type.String({ maxLength: 80, default: "" }),
    country: Type.String({ maxLength: 80, default: "" }),
    level: Type.String({ maxLength: 10, default: "" }),
    recipient: Type.String({ maxLength: 2_000, default: "" }),
    sealTo: Type.String({ maxLength: 2_000, default: "" }),
    reason: Type.String({ maxLength: 2_000, default: "" }),
  },
  { additionalProperties: false },
);

/** Bundles of a campaign: create one, watch it being made, download it once. */
export async function bundlesRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.bundles(":campaign");

  pages.get(
    path,
    {
      config: { policy: "bundles.read" },
      schema: {
        params: Type.Object({ campaign }),
        querystring: Type.Object({ done: Type.Optional(outcome) }, { additionalProperties: false }),
      },
    },
    async (request, reply) => {
      const account = accountOf(request);
      const found = await findReached(deps, account, request.params.campaign);
      return sendConsolePage(reply, await draw(deps, account, found, { done: request.query.done }));
    },
  );

  pages.post(
    path,
    {
      config: { policy: "bundles.request" },
      schema: { params: Type.Object({ campaign }), body: wish },
    },
    async (request, reply) => {
      const account = accountOf(request);
      const found = await findReached(deps, account, request.params.campaign);
      const by = { account, actor: actorOf(request) };
      const answer = await requestBundle(deps, by, found, request.body);
      if (answer.kind !== "refused")
        return redirect(reply, `${consoleUrls.bundles(found.slug)}?done=${answer.kind}`);
      const { say } = consoleBook(account.locale);
      const errors = Object.fromEntries(
        answer.problems.map(({ field, code }) => [field, say(`bundles.problem.${field}.${code}`)]),
      );
      const page = await draw(deps, account, found, { wish: request.body, errors });
      return sendConsolePage(reply, page, 422);
    },
  );

  decidingRoutes(app, deps);

  pages.post(
    `${path}/:bundle/download`,
    {
      config: { policy: "bundles.request", again: true },
      schema: { params: Type.Object({ campaign, bundle }), body: emptyForm },
    },
    async (request, reply) => {
      const account = accountOf(request);
      const found = await findReached(deps, account, request.params.campaign);
      const by = { account, actor: actorOf(request) };
      const download = await downloadBundle(deps, by, found.slug, request.params.bundle).catch(orGone);
      if (download !== "gone") return sendFile(request, reply, download);
      return sendConsolePage(reply, await draw(deps, account, found, { isGone: true }), 410);
    },
  );
}

/** What a second person decides about a request. */
function decidingRoutes(app: FastifyInstance, deps: Deps): void {
  const pages = app.withTypeProvider<TypeBoxTypeProvider>();
  const path = consoleUrls.bundles(":campaign");
  for (const [act, decide] of [
    ["approve", approveBundle],
    ["decline", declineBundle],
  ] as const) {
    pages.post(
      `${path}/:bundle/${act}`,
      {
        config: { policy: "bundles.approve", ...(act === "approve" && { again: true }) },
        schema: { params: Type.Object({ campaign, bundle }), body: emptyForm },
      },
      async (request, reply) => {
        const account = accountOf(request);
        const { slug } = await findReached(deps, account, request.params.campaign);
        const which = { campaign: slug, id: request.params.bundle };
        await decide(deps, { account, actor: actorOf(request) }, which);
        return redirect(reply, `${consoleUrls.bundles(slug)}?done=${act}`);
      },
    );
  }
}

/** Finds a campaign in which an account has something to bundle. @throws DomainError `not-found`. */
async function findReached(deps: Deps, account: Account, slug: string): Promise<Campaign> {
  const found = await findCampaign(deps, slug);
  if (!found) throw notFound();
  mustHavePart(account, found);
  return found;
}

/** A missing bundle is reported on the bundles page, next to those that exist. */
function orGone(error: unknown): "gone" {
  if (error instanceof DomainError && error.code === "bundle-gone") return "gone";
  throw error;
}

type State = {
  isGone?: boolean;
  wish?: BundleWish;
  errors?: FieldErrors;
  done?: Outcome | undefined;
};

async function draw(deps: Deps, account: Account, found: Campaign, state: State): Promise<string> {
  const requests = await listRequests(deps, account, found.slug);
  const names = await nameAccounts(
    deps,
    requests.map((request) => request.account),
  );
  const organisations = await listOrganisations(deps);
  const book = consoleBook(account.locale);
  const now = deps.now();
  return drawBundles(book, { account, campaign: found, requests, names, organisations, now, ...state });
}

/** Sends the file while decrypting it, and afterwards records whether all of it was sent. */
function sendFile(request: FastifyRequest, reply: FastifyReply, download: Download): FastifyReply {
  const { stream, name, bytes, sha256 } = download;
  const end = (isWhole: boolean) => {
    download.end(isWhole).catch((error: unknown) => {
      // The sweep ends what was not ended here.
      request.log.warn({ reason: error instanceof Error ? error.message : "" }, "a download was not ended");
    });
  };
  let isWhole = false;
  reply.raw.once("finish", () => {
    isWhole = true;
  });
  reply.raw.once("close", () => end(isWhole));
  return reply
    .header("Content-Type", name.endsWith(".age") ? "application/octet-stream" : "application/zip")
    .header("Content-Length", bytes)
    .header("Content-Disposition", `attachment; filename="${name}"`)
    .header("Content-Digest", `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`)
    .header("Cache-Control", "no-store")
    .send(stream);
}
