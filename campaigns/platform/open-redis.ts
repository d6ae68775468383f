import { Cluster, type ClusterNode, Redis, type RedisOptions } from "ioredis";
import { DomainError } from "./errors.ts";

/** A connection to Redis, to the master that sentinels name, or to a cluster. */
export type RedisClient = Redis | Cluster;

/** Where Redis is, as REDIS_URL says it. */
export type RedisAddress = {
  kind: "one" | "cluster" | "sentinel";
  nodes: { host: string; port: number }[];
  /** Sentinel: what the master is called. */
  name?: string;
  options: Pick<RedisOptions, "username" | "password" | "db" | "tls">;
};

const form = /^(redis|rediss)(\+sentinel)?:\/\/(?:([^@/]*)@)?([^@/?#]+)(?:\/([^?#]*))?$/;

/**
 * Reads REDIS_URL: redis://host:6379, several nodes of a cluster with commas between them, or sentinels and the name
 * that they have for the master, redis+sentinel://host:26379,host:26379/name. A user and a password stand before an @,
 * as ever.
 * @throws DomainError `configuration`, which does not repeat the address: a password may stand in it.
 */
export function readRedisUrl(address: string): RedisAddress {
  const [, scheme, sentinel, login = "", hosts = "", path = ""] = form.exec(address) ?? [];
  const nodes = hosts.split(",").map((host) => readNode(host, sentinel ? 26_379 : 6_379));
  const [name = "", number = ""] = sentinel ? path.split("/") : ["", path];
  const isUsable = scheme && nodes.every((node) => node !== undefined) && /^\d*$/.test(number);
  if (!isUsable || (sentinel && !name)) throw new DomainError("configuration", forms);
  const several = nodes.length > 1 ? "cluster" : "one";
  const kind = sentinel ? "sentinel" : several;
  if (kind === "cluster" && Number(number) > 0) throw new DomainError("configuration", noNumbers);
  const options = {
    ...readLogin(login),
    ...(number && { db: Number(number) }),
    ...(scheme === "rediss" && { tls: {} }),
  };
  return { kind, nodes: nodes.flatMap((node) => node ?? []), ...(name && { name }), options };
}

function readLogin(login: string): Pick<RedisOptions, "username" | "password"> {
  const [user = "", ...password] = login.split(":");
  return {
    ...(user && { username: decodeURIComponent(user) }),
    ...(password.length > 0 && { password: decodeURIComponent(password.join(":")) }),
  };
}

const noNumbers = "A Redis Cluster has no numbered databases: leave the number out of REDIS_URL.";
const forms =
  "REDIS_URL is none of: redis://host:6379, redis://host:6379,host:6379,host:6379 (a cluster), " +
  "redis+sentinel://host:26379,host:26379/name (sentinels, and what they call the master).";

function readNode(text: string, usual: number): { host: string; port: number } | undefined {
  const url = URL.parse(`redis://${text.trim()}`);
  if (!url?.hostname) return undefined;
  return { host: url.hostname.replaceAll(/^\[|\]$/g, ""), port: Number(url.port) || usual };
}

/**
 * Of each command: how long and how often it is tried. `waits`: as long as it takes, for workers; else it fails at
 * once.
 */
export type RedisMode = "waits" | "fails";

const commandOptions = {
  waits: { maxRetriesPerRequest: null },
  fails: { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 2_000 },
} as const satisfies Record<RedisMode, RedisOptions>;

const longestRetry = 1_000;
const retryStrategy = (tries: number) => Math.min(tries * 100, longestRetry);

/**
 * Opens a connection to the Redis that REDIS_URL names; it comes back by itself after a failure, also to another
 * master.
 * @throws DomainError `configuration` when that is no address.
 */
export function openRedis(url: string, how: RedisMode): RedisClient {
  const { kind, nodes, name = "", options } = readRedisUrl(url);
  const redis = kind === "cluster" ? openCluster(nodes, options, how) : openMaster();
  // ioredis reconnects by itself; who needs Redis sees its status.
  redis.on("error", () => undefined);
  return redis;

  function openMaster(): Redis {
    const common = { ...options, ...commandOptions[how], retryStrategy };
    if (kind === "one") return new Redis({ ...common, ...nodes[0] });
    return new Redis({ ...common, sentinels: nodes, name, sentinelRetryStrategy: retryStrategy });
  }
}

function openCluster(nodes: ClusterNode[], options: RedisAddress["options"], how: RedisMode): Cluster {
  const { enableOfflineQueue: _, ...own } = { enableOfflineQueue: true, ...commandOptions[how] };
  return new Cluster(nodes, {
    redisOptions: { ...options, ...own },
    enableOfflineQueue: how === "waits",
    clusterRetryStrategy: retryStrategy,
    // While a replica takes over, its slots answer nobody for some seconds: workers try again by themselves.
    maxRedirections: how === "waits" ? 16 : 3,
    retryDelayOnFailover: 200,
    retryDelayOnClusterDown: 200,
    slotsRefreshTimeout: 2_000,
    slotsRefreshInterval: 5_000,
  });
}

/** One more connection to the same Redis, that listens: it takes back nothing it subscribed to before it broke off. */
export function openListener(redis: RedisClient): RedisClient {
  const listener =
    redis instanceof Cluster
      ? redis.duplicate()
      : redis.duplicate({ maxRetriesPerRequest: null, autoResubscribe: false });
  listener.on("error", () => undefined);
  return listener;
}
