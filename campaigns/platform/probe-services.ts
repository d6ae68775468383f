import type { Connection } from "mongoose";
import { queuePrefix } from "./jobs/queues.ts";
import type { Measure } from "./measures.ts";
import type { RedisClient } from "./open-redis.ts";
import { withTimeout } from "./with-timeout.ts";

/** Whether a service does now what it is there for. */
export type Answer = "up" | "away";

/** How long a probe waits, in milliseconds. */
const timeoutMs = 2_000;

/**
 * Asks MongoDB for what a signature needs, a write that is journaled on a majority, and Redis for a write where the
 * queues are: either may answer a ping and still take nothing.
 */
export async function probeServices(
  connection: Connection,
  redis: RedisClient,
): Promise<{ mongodb: Answer; redis: Answer }> {
  const [mongodb, answer] = await Promise.all([
    answered(writeSurely(connection)),
    answered(writeToRedis(redis)),
  ]);
  return { mongodb, redis: answer };
}

async function writeSurely(connection: Connection): Promise<void> {
  const probes = connection.getClient().db(connection.name).collection<{ _id: string }>("probes");
  await probes.updateOne({ _id: "write" }, [{ $set: { at: "$$NOW" } }], {
    upsert: true,
    writeConcern: { w: "majority", journal: true, wtimeoutMS: timeoutMs },
  });
}

async function writeToRedis(redis: RedisClient): Promise<void> {
  if (redis.status !== "ready") throw new Error("Redis is away.");
  await redis.set(`${queuePrefix}:probe`, "1", "EX", 60);
}

function answered(work: Promise<unknown>): Promise<Answer> {
  return withTimeout(work, timeoutMs).then(
    () => "up",
    () => "away",
  );
}

/** Whether MongoDB acknowledges a write as a signature's, and Redis takes one, as gauges. */
export function serviceMeasures(connection: Connection, redis: RedisClient): Measure[] {
  const isUp = (service: "mongodb" | "redis") => async () => {
    const answers = await probeServices(connection, redis);
    return [{ value: answers[service] === "up" ? 1 : 0 }];
  };
  return [
    {
      name: "sheaf_mongodb_up",
      help: "1 while MongoDB acknowledges a write journaled on a majority",
      measure: isUp("mongodb"),
    },
    { name: "sheaf_redis_up", help: "1 while Redis takes a write", measure: isUp("redis") },
  ];
}
