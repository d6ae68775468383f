import { type Findings, noteEqual, startFindings } from "./findings.ts";
import type { Receipts } from "./receipts.ts";

/** How many receipts are checked over HTTP, spread over all. */
const readBack = 200;

/** Reads some receipts over HTTP, spread over all: each says that its line counts. */
export async function readSomeBack(port: number, receipts: Receipts): Promise<Findings> {
  const findings = startFindings("receipts read over HTTP");
  const step = Math.max(1, Math.floor(receipts.requests / readBack));
  for (let request = 0; request < receipts.requests; request += step) {
    if (!receipts.has(request)) continue;
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/receipts/${receipts.textOf(request)}`);
    const counted = (await answer.text()).includes('"status":"counted"');
    noteEqual(findings, `request ${request} reads as counted`, Number(counted), 1);
  }
  return findings;
}
