import type { FastifyRequest } from "fastify";
import type { Keys } from "#campaigns/platform/sealing/keys.ts";
import { sealText, unsealText } from "#campaigns/platform/sealing/seal.ts";

/** A form that was sent too late, to be submitted again once its sender has signed in. */
export type KeptForm = { url: string; fields: [name: string, value: string][] };

/** The fields of a posted form; undefined when the request had none. */
export function sentFields({ method, body }: FastifyRequest): KeptForm["fields"] | undefined {
  if (method !== "POST" || !isForm(body)) return undefined;
  return Object.entries(body).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
}

/** Maximum length of a kept form, sealed and in base64url; none of our pages sends longer ones. */
export const longestKept = 400_000;

const owner = Buffer.from("kept form");

/**
 * Seals what was posted, so that it can wait in the browser's own form: nothing is stored here, and nobody else who
 * signs in on that browser can read it. `account` is the owner of the expired session, if known.
 */
export function keepForm(keys: Keys, request: FastifyRequest, account: string | null): string | undefined {
  const fields = sentFields(request);
  if (!fields) return undefined;
  const { url } = request;
  const sealed = sealText(keys, owner, JSON.stringify({ account, url, fields })).toString("base64url");
  return sealed.length <= longestKept ? sealed : undefined;
}

/** Opens a kept form for the account that has signed in; undefined when it is invalid, or somebody else's. */
export function openKept(keys: Keys, kept: string | undefined, account: string): KeptForm | undefined {
  if (!kept) return undefined;
  try {
    const { account: of, url, fields } = JSON.parse(unsealText(keys, owner, Buffer.from(kept, "base64url")));
    return of === null || of === account ? { url, fields } : undefined;
  } catch {
    return undefined;
  }
}

function isForm(body: unknown): body is Record<string, string | string[]> {
  return typeof body === "object" && body !== null && !Array.isArray(body) && !Buffer.isBuffer(body);
}
