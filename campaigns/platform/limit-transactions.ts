import type { Connection } from "mongoose";

/**
 * What a killed process had begun holds its documents for so many seconds, and half as many again: totals stand still
 * so long.
 */
const lifetime = 20;

const parameter = "transactionLifetimeLimitSeconds";

/**
 * Lets MongoDB give up the transactions of killed processes soon; a minute and a half is its own measure.
 * @returns what to tell the operator where that can't be set
 */
export async function limitTransactions(connection: Connection): Promise<string | undefined> {
  const admin = connection.getClient().db("admin");
  const found = await admin.command({ getParameter: 1, [parameter]: 1 }).catch(() => undefined);
  if (Number(found?.[parameter]) <= lifetime) return undefined;
  const set = await admin.command({ setParameter: 1, [parameter]: lifetime }).catch(() => undefined);
  if (set) return undefined;
  const says = found ? `is ${String(found[parameter])} here` : "can't be read here";
  return (
    `MongoDB's ${parameter} ${says}: after a worker was killed, totals stand still for that long. ` +
    `Start every mongod with --setParameter ${parameter}=${lifetime}.`
  );
}
