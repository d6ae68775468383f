import { createServer } from "node:http";
import { openDatabase } from "#campaigns/open.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import type { Signature } from "#campaigns/signing/roll/signature.model.ts";
import { makeLines, makeSheets, toSignatures } from "./made-up-sheets.ts";

/**
 * The baseline of P3, a separate process: `/insert?campaign=c&documents=n&atOnce=k` makes n documents of the roll,
 * then inserts them with the driver alone into an empty collection, unordered, 500 at a time, k batches at once, and
 * answers how many milliseconds that took.
 */
const database = await openDatabase(process.env.MONGODB_URI ?? "");
const batchSize = 500;

async function insertAll(documents: Signature[], atOnce: number): Promise<number> {
  const collection = database.connection.getClient().db().collection<Signature>("raw");
  await collection.drop();
  await database.connection.createCollection("raw");
  const batches: Signature[][] = [];
  for (let start = 0; start < documents.length; start += batchSize)
    batches.push(documents.slice(start, start + batchSize).sort((one, other) => one._id.compare(other._id)));
  const startedAt = performance.now();
  const lanes = Array.from({ length: atOnce }, async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop())
      await collection.insertMany(batch, { ordered: false, writeConcern: { w: "majority", journal: true } });
  });
  await Promise.all(lanes);
  return performance.now() - startedAt;
}

async function answer(url: URL): Promise<string> {
  const slug = url.searchParams.get("campaign");
  if (slug === null) return "live";
  const campaign = await findCampaign({ database }, slug);
  if (!campaign) throw new RangeError(`There is no campaign ${slug}.`);
  const lines = makeLines(campaign, Number(url.searchParams.get("documents")), 0);
  const milliseconds = await insertAll(
    toSignatures(makeSheets(campaign, lines)),
    Number(url.searchParams.get("atOnce")),
  );
  return String(milliseconds);
}

const server = createServer((request, response) => {
  answer(new URL(request.url ?? "/", "http://127.0.0.1")).then(
    (text) => response.end(text),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
