import { type FastifyPluginAsyncTypebox, Type } from "@fastify/type-provider-typebox";
import { addCosignature } from "#campaigns/log/add-cosignature.ts";
import { newOrigin } from "#campaigns/log/extend-log.ts";
import { readCheckpoint, readConsistency, readTile } from "#campaigns/log/read-published.ts";
import { signerOf } from "#campaigns/log/sign-checkpoint.ts";
import { verifierText } from "#campaigns/log/signed-note.ts";
import type { Deps } from "#campaigns/open.ts";
import { notFound } from "#campaigns/platform/errors.ts";
import { findOpenCampaign } from "./find-open-campaign.ts";
import { apiCampaignParams, problemReply } from "./signing.schemas.ts";

const refusals = { "4xx": problemReply, "5xx": problemReply };
const tags = ["log"];
const size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
/** A size in an address. */
const sizeText = Type.String({ pattern: "^(0|[1-9][0-9]{0,14})$" });
const hash = Type.String({ description: "SHA-256, base64" });
const head = Type.Object({ size, root: hash }, { additionalProperties: false });
const consistencyReply = Type.Object(
  { earlier: head, later: head, proof: Type.Array(hash) },
  { additionalProperties: false },
);

const cosignatureBody = Type.Object(
  { size, cosignature: Type.String({ maxLength: 300, pattern: "^\u2014 [^ ]+ [^ ]+\\n$" }) },
  { additionalProperties: false },
);

/** A full tile never changes; all else may grow. */
const forGood = "public, max-age=31536000, immutable";
const forNow = "public, max-age=60";

/** What is published of the logs: checkpoints, tiles of hashes (C2SP tlog-tiles), the public key. */
export const logRoutes: FastifyPluginAsyncTypebox<{ deps: Deps }> = async (app, { deps }) => {
  app.get(
    "/log/:campaign/checkpoint",
    {
      schema: {
        summary: "The newest signed checkpoint (C2SP tlog-checkpoint)",
        tags,
        params: apiCampaignParams,
      },
    },
    async (request, reply) => {
      const checkpoint = await readCheckpoint(deps, await findOpenCampaign(deps, request.params.campaign));
      if (!checkpoint) throw notFound();
      return reply.type("text/plain; charset=utf-8").header("Cache-Control", forNow).send(checkpoint);
    },
  );

  app.get(
    "/log/:campaign/tile/*",
    {
      schema: {
        summary: "A tile of hashes (C2SP tlog-tiles)",
        tags,
        params: Type.Object({ ...apiCampaignParams.properties, "*": Type.String({ maxLength: 60 }) }),
      },
    },
    async (request, reply) => {
      const campaign = await findOpenCampaign(deps, request.params.campaign);
      const tile = await readTile(deps, campaign, request.params["*"]);
      if (!tile) throw notFound();
      const caching = tile.isFull ? forGood : forNow;
      return reply.type("application/octet-stream").header("Cache-Control", caching).send(tile.hashes);
    },
  );

  app.get(
    "/log/:campaign/key",
    {
      schema: {
        summary: "The public key that signs the checkpoints (C2SP signed-note)",
        tags,
        params: apiCampaignParams,
      },
    },
    async (request, reply) => {
      const campaign = await findOpenCampaign(deps, request.params.campaign);
      const log = await deps.database.logs.findOne({ _id: campaign.ordinal });
      const origin = log?.origin ?? newOrigin(deps, campaign);
      const key = verifierText(signerOf(deps, origin));
      return reply.type("text/plain; charset=utf-8").header("Cache-Control", forNow).send(`${key}\n`);
    },
  );
};

/** Proofs about the logs, for those who do not compute them from the tiles. */
export const logProofRoutes: FastifyPluginAsyncTypebox<{ deps: Deps }> = async (app, { deps }) => {
  app.get(
    "/api/v1/campaigns/:campaign/log/consistency",
    {
      schema: {
        summary: "A proof that the log only grew between two sizes (RFC 6962, section 2.1.2)",
        tags,
        params: apiCampaignParams,
        querystring: Type.Object({ earlier: sizeText, later: sizeText }, { additionalProperties: false }),
        response: { 200: consistencyReply, ...refusals },
      },
    },
    async (request, reply) => {
      const campaign = await findOpenCampaign(deps, request.params.campaign);
      const { earlier, later } = request.query;
      const found = await readConsistency(deps, campaign, Number(earlier), Number(later));
      if (!found) throw notFound();
      const text = ({ size, root }: typeof found.later) => ({ size, root: root.toString("base64") });
      const proof = found.proof.map((one) => one.toString("base64"));
      return reply
        .header("Cache-Control", forNow)
        .send({ earlier: text(found.earlier), later: text(found.later), proof });
    },
  );

  app.post(
    "/api/v1/campaigns/:campaign/log/cosignatures",
    {
      schema: {
        summary: "A witness's signature below a checkpoint (C2SP tlog-cosignature)",
        tags,
        params: apiCampaignParams,
        body: cosignatureBody,
        response: { 204: Type.Null(), ...refusals },
      },
    },
    async (request, reply) => {
      const campaign = await findOpenCampaign(deps, request.params.campaign);
      await addCosignature(deps, campaign, request.body.size, request.body.cosignature);
      return reply.code(204).send(null);
    },
  );
};
