import { createHmac } from "node:crypto";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { DomainError } from "#campaigns/platform/errors.ts";
import type { RedisClient } from "#campaigns/platform/open-redis.ts";
import type { Keys } from "#campaigns/platform/sealing/keys.ts";
import { createLimiter, type Limiter } from "./limiter.ts";

type Options = { redis: RedisClient; keys: Keys; perMinute: number; now: () => Date };

declare module "fastify" {
  interface FastifyInstance {
    limiter: Limiter;
  }
  interface FastifyRequest {
    /** Counts an attempt of this visitor. @throws DomainError `too-many`. */
    countAttempt(): void;
  }
}

/**
 * Limits what one IP address, and one subnet, may send per minute. Addresses leave the process only as blind keys
 * that change every day.
 */
export const limits = fastifyPlugin<Options>(
  async (app: FastifyInstance, { redis, keys, perMinute, now }) => {
    const blind = (name: string) => {
      const day = now().toISOString().slice(0, 10);
      return createHmac("sha256", keys.blind(`addresses ${day}`))
        .update(name)
        .digest("base64url")
        .slice(0, 22);
    };
    const limiter = createLimiter({ redis, blind, perMinute, now });
    app.decorate("limiter", limiter);
    app.decorateRequest("countAttempt", function countAttempt() {
      if (!limiter.take(this.ip)) {
        throw new DomainError(
          "too-many",
          "Too many signatures come from your address: try again in a minute.",
        );
      }
    });
    app.addHook("onClose", async () => limiter.stop());
  },
  { name: "limits" },
);
