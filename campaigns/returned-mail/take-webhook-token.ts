import { createHash } from "node:crypto";
import type { Deps } from "./deps.ts";

/**
 * Takes a token that may carry one body only: true the first time, and when the same body comes again because our answer
 * was lost. Whoever overheard a token can do nothing with it but repeat what was said.
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
