import { randomBytes } from "node:crypto";
import type { FastifyPluginAsyncTypebox, TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Queue } from "bullmq";
import fastify from "fastify";
import { Redis } from "ioredis";
import { mongo, Types } from "mongoose";
import { apiCampaignParams, signBody, signReply } from "#server/api/signing.schemas.ts";

/**
 * The baselines of P1 and P2, run as `node bench/ingest/bare-app.ts answer` or `one-each` with the server's
 * settings: a bare Fastify app whose only route has the body and reply schema of signing.
 */
const path = "/api/v1/campaigns/:campaign/signatures";
const schema = { params: apiCampaignParams, body: signBody, response: { 202: signReply } };
const receipt = "A".repeat(40);

/** Answers at once. */
const answerAtOnce: FastifyPluginAsyncTypebox = async (app) => {
  app.post(path, { schema }, async (_, reply) => reply.code(202).send({ receipt, status: "received" }));
};

/** Stores a document like one of the roll, journaled on a majority, and adds a job, for each request. */
const storeEach: FastifyPluginAsyncTypebox = async (app) => {
  const client = new mongo.MongoClient(process.env.MONGODB_URI ?? "", {
    writeConcern: { w: "majority", journal: true },
  });
  const collection = client.db().collection<{ _id: Buffer }>("bare");
  const queue = new Queue("bare", {
    connection: new Redis(process.env.REDIS_URL ?? "", { maxRetriesPerRequest: null }),
  });
  const sheet = new Types.ObjectId();
  app.post(path, { schema }, async (request, reply) => {
    const { country, locale, source } = request.body;
    const signature = {
      _id: randomBytes(21),
      sheet,
      line: 0,
      petition: "international",
      country,
      locale,
      source,
      version: 1,
      channel: "web",
      at: new Date(),
      state: "counted",
      sealed: randomBytes(90),
    };
    await Promise.all([
      collection.insertOne(signature),
      queue.add("bare", { sheetId: sheet.toHexString() }, { removeOnComplete: true }),
    ]);
    return reply.code(202).send({ receipt, status: "received" });
  });
};

const app = fastify({
  ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: true, allErrors: true } },
}).withTypeProvider<TypeBoxTypeProvider>();
app.get("/health/live", async () => "live");
await app.register(process.argv[2] === "answer" ? answerAtOnce : storeEach);
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.once("SIGTERM", () => process.exit(0));
