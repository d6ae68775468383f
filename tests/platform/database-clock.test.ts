import { Types } from "mongoose";
import { afterEach, expect, test, vi } from "vitest";
import type { Database } from "#campaigns/open.ts";
import { followDatabaseClock } from "#campaigns/platform/database-clock.ts";
import { day, second } from "../support/test-clock.ts";
import { useDatabase } from "../support/use-database.ts";

let database: Database;

useDatabase((opened) => {
  database = opened;
});
afterEach(() => vi.useRealTimers());

test.each([day, -day])(
  "a process whose machine's clock is %s milliseconds off goes by that of MongoDB",
  async (off) => {
    const { localTime } = await database.connection.getClient().db("admin").command({ hello: 1 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + off });
    const clock = await followDatabaseClock(database.connection, second);
    expect(Math.abs(clock.now().getTime() - localTime.getTime())).toBeLessThan(30 * second);
    // Somebody sets the machine's clock meanwhile.
    vi.setSystemTime(Date.now() - 3 * off);
    expect(Math.abs(clock.now().getTime() - localTime.getTime())).toBeLessThan(30 * second);
    clock.stop();
  },
);

test("ids that are made of a moment sort by it", () => {
  const at = (seconds: number) => new Types.ObjectId(Types.ObjectId.generate(seconds));
  expect(at(1_000).getTimestamp()).toEqual(new Date(1_000_000));
  expect(at(1_000).toHexString() < at(1_001).toHexString()).toBe(true);
});
