/** What was packed; `sumsSha256` is the hash of SHA256SUMS, which names all files. */
export type PackedBundle = {
  signatures: number;
  wordings: number;
  bytes: number;
  sha256: string;
  sumsSha256: string;
};
