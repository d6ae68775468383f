import { createHash } from "node:crypto";
import type { Deps } from "./deps.ts";

/**
 * Accepts a token that may carry only one body: true the first time, and when the same body arrives again because
 * our answer was lost. Somebody who intercepted a token can only repeat what was said.
 */
export async function takeWebhookToken(
  { database, now }: Pick<Deps, "database" | "now">,
  token: string,
  body: string,
): Promise<boolean> {
  const hash = (text: string) => createHash("sha256").update(text).digest("base64url");
  const taken = await database.webhookTokens.findOneAndUpdate(
    { _id: hash(token) },
    { $setOnInsert: { body: hash(body), at: now() } },
    { upsert: true, returnDocument: "after" },
  );
  return taken?.body === hash(body);
}
