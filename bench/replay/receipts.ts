/** Length of a receipt in bytes: sheet id (12), line (2), secret (16). */
const receiptLength = 30;

/** The receipts of all requests, 30 bytes each, in one block outside the heap. */
export type Receipts = {
  requests: number;
  /** Stores a request's receipt; false when it is invalid. */
  keep(request: number, receipt: string): boolean;
  /** Whether a request was acknowledged. */
  has(request: number): boolean;
  /** Id of the sheet in hexadecimal. */
  sheetOf(request: number): string;
  lineOf(request: number): number;
  /** The receipt as the server returned it. */
  textOf(request: number): string;
};

/** Allocates room for the receipts of a number of requests. */
export function makeReceipts(requests: number): Receipts {
  const bytes = Buffer.alloc(requests * receiptLength);
  const kept = new Uint8Array(requests);
  return {
    requests,
    keep(request, receipt) {
      const written = bytes.write(receipt, request * receiptLength, receiptLength, "base64url");
      if (written !== receiptLength || receipt.length !== (receiptLength * 4) / 3) return false;
      kept[request] = 1;
      return true;
    },
    has: (request) => kept[request] === 1,
    sheetOf: (request) => bytes.toString("hex", request * receiptLength, request * receiptLength + 12),
    lineOf: (request) => bytes.readUInt16BE(request * receiptLength + 12),
    textOf: (request) => bytes.toString("base64url", request * receiptLength, (request + 1) * receiptLength),
  };
}

/** The requests of each sheet, in order of sheets: a counting sort, as there may be millions. */
export function groupBySheet(receipts: Receipts): Map<string, Uint32Array> {
  const indexes = new Map<string, number>();
  const sheetOf = new Uint32Array(receipts.requests);
  const counts: number[] = [];
  for (let request = 0; request < receipts.requests; request += 1) {
    if (!receipts.has(request)) continue;
    const sheet = receipts.sheetOf(request);
    const index = indexes.get(sheet) ?? indexes.size;
    indexes.set(sheet, index);
    sheetOf[request] = index;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  const groups = counts.map((count) => new Uint32Array(count));
  const filled = new Uint32Array(groups.length);
  for (let request = 0; request < receipts.requests; request += 1) {
    if (!receipts.has(request)) continue;
    const index = sheetOf[request] ?? 0;
    const next = filled[index] ?? 0;
    const group = groups[index];
    if (group) group[next] = request;
    filled[index] = next + 1;
  }
  return new Map(Array.from(indexes, ([sheet, index]) => [sheet, groups[index] ?? new Uint32Array()]));
}
