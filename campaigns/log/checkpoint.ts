import { hashLength } from "../platform/tree-hash.ts";
import type { TreeHead } from "./proofs.ts";

/** How far a log has come: which log, how many leaves, and their root (C2SP tlog-checkpoint). */
export type Checkpoint = TreeHead & { origin: string };

/** Writes a checkpoint as the text of a note. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString("base64")}\n`;
}

/** Reads the text of a checkpoint; undefined when it is none. Lines of later versions below are left alone. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size = "", hash = ""] = text.split("\n");
  const root = Buffer.from(hash, "base64");
  const isRoot = root.length === hashLength && root.toString("base64") === hash;
  if (!origin || !/^(0|[1-9]\d{0,14})$/.test(size) || !isRoot) return undefined;
  return { origin, size: Number(size), root };
}
