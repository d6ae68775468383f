import { type FastifyPluginAsyncTypebox, Type } from "@fastify/type-provider-typebox";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { signPetition } from "#campaigns/signing/intake/sign-petition.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { InvalidAnswers } from "../plugins/invalid-answers.ts";
import { findOpenCampaign } from "./find-open-campaign.ts";
import { apiCampaignParams, problemReply, signBody, signReply } from "./signing.schemas.ts";

const receiptReply = Type.Object(
  {
    status: Type.Union([
      Type.Literal("received"),
      Type.Literal("awaiting-confirmation"),
      Type.Literal("counted"),
      Type.Literal("withdrawn"),
      Type.Literal("removed"),
    ]),
    returned: Type.Optional(
      Type.Boolean({ description: "The mail that asks for the confirmation came back" }),
    ),
    campaign: Type.String(),
    petition: Type.String(),
    at: Type.String({ format: "date-time" }),
  },
  { additionalProperties: false },
);

const refusals = { "4xx": problemReply, "5xx": problemReply };

/** Signing, and checking receipts. */
export const signingRoutes: FastifyPluginAsyncTypebox<{ deps: Deps }> = async (app, { deps }) => {
  app.post(
    "/api/v1/campaigns/:campaign/signatures",
    {
      schema: {
        summary: "Sign",
        description:
          "Answers once the signature is stored, journaled on a majority. A repeat is answered like a first.",
        tags: ["signatures"],
        params: apiCampaignParams,
        body: signBody,
        response: { 202: signReply, ...refusals },
      },
    },
    async (request, reply) => {
      request.countAttempt();
      const campaign = await findOpenCampaign(deps, request.params.campaign);
      const outcome = await signPetition(deps, campaign, request.body);
      if (outcome.kind === "refused") throw new InvalidAnswers(outcome.problems);
      return reply.code(202).send({ receipt: outcome.receipt, status: outcome.status });
    },
  );

  app.get(
    "/api/v1/receipts/:receipt",
    {
      schema: {
        summary: "What became of a signature",
        description:
          "Where a campaign confirms by mail, the receipt of signing says awaiting-confirmation for good, whatever the mailbox's owner does. She gets another receipt with her click, which says counted, withdrawn or removed.",
        tags: ["signatures"],
        params: Type.Object({ receipt: Type.String({ maxLength: 100 }) }, { additionalProperties: false }),
        response: { 200: receiptReply, ...refusals },
      },
    },
    async (request, reply) => {
      const reading = await readReceipt(deps, request.params.receipt);
      if (!reading) throw new DomainError("link-unknown", "This receipt is not complete or not ours.");
      const { isUnconfirmed: _, at, ...shown } = reading;
      return reply.header("Cache-Control", "no-store").send({ ...shown, at: at.toISOString() });
    },
  );
};
