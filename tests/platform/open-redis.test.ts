import { expect, test } from "vitest";
import { readRedisUrl } from "#campaigns/platform/open-redis.ts";

test("REDIS_URL names one Redis, the nodes of a cluster, or sentinels", () => {
  expect(readRedisUrl("redis://10.0.0.1")).toEqual({
    kind: "one",
    nodes: [{ host: "10.0.0.1", port: 6379 }],
    options: {},
  });
  expect(readRedisUrl("rediss://sheaf:p%40ss:word@redis.example.org:80/2")).toEqual({
    kind: "one",
    nodes: [{ host: "redis.example.org", port: 80 }],
    options: { username: "sheaf", password: "p@ss:word", db: 2, tls: {} },
  });
  expect(readRedisUrl("redis://:secret@a,b:7001,[::1]:7002")).toEqual({
    kind: "cluster",
    nodes: [
      { host: "a", port: 6379 },
      { host: "b", port: 7001 },
      { host: "::1", port: 7002 },
    ],
    options: { password: "secret" },
  });
  expect(readRedisUrl("redis+sentinel://a,b:26380/sheaf/1")).toEqual({
    kind: "sentinel",
    nodes: [
      { host: "a", port: 26379 },
      { host: "b", port: 26380 },
    ],
    name: "sheaf",
    options: { db: 1 },
  });
});

test.each([
  "http://secret@a",
  "redis://",
  "redis://:secret@a,b/1",
  "redis+sentinel://:secret@a",
  "redis://:secret@a/x",
])("%s, which is no address, is refused, and not repeated", (address) => {
  expect(() => readRedisUrl(address)).toThrow(expect.objectContaining({ code: "configuration" }));
  expect(() => readRedisUrl(address)).not.toThrow(/secret/);
});
