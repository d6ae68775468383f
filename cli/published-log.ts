import { Type } from "typebox";
import { Value } from "typebox/value";
import type { PublishedLog } from "#campaigns/log/check-growth.ts";
import { DomainError } from "#campaigns/platform/errors.ts";

const proofReply = Type.Object({ proof: Type.Array(Type.String()) });

/** A log as its site publishes it, and where a witness's signature goes. */
export function openPublishedLog(
  address: string,
): PublishedLog & { key(): Promise<string>; cosign(size: number, line: string): Promise<void> } {
  const base = address.replace(/\/+$/, "");
  const api = base.replace(/\/log\/([^/]+)$/, "/api/v1/campaigns/$1/log");
  if (api === base)
    throw new DomainError("witness-refused", "The address of a log ends in /log/ and the campaign's name.");
  return {
    key: async () => (await ask(`${base}/key`)).text(),
    checkpoint: async () => (await ask(`${base}/checkpoint`)).text(),
    proof: async (earlier, later) => {
      const reply: unknown = await (await ask(`${api}/consistency?earlier=${earlier}&later=${later}`)).json();
      return Value.Parse(proofReply, reply).proof.map((hash) => Buffer.from(hash, "base64"));
    },
    cosign: async (size, cosignature) => {
      const headers = { "Content-Type": "application/json" };
      await ask(`${api}/cosignatures`, {
        method: "POST",
        headers,
        body: JSON.stringify({ size, cosignature }),
      });
    },
  };
}

async function ask(address: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(address, { ...init, signal: AbortSignal.timeout(30_000), redirect: "error" });
  if (response.ok) return response;
  throw new DomainError(
    "witness-refused",
    `${address} answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
  );
}
