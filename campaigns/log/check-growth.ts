import { DomainError } from "../platform/errors.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { checkConsistency } from "./proofs.ts";
import { isSignedBy, parseNote, parseVerifier } from "./signed-note.ts";

/** What somebody outside gets of a log. */
export type PublishedLog = {
  /** The newest checkpoint with its signatures. */
  checkpoint(): Promise<string>;
  /** The proof that the log only grew between two sizes. */
  proof(earlier: number, later: number): Promise<Buffer[]>;
};

/** What a witness knows of a log: its public key, and the last tree that was seen; without a root none was. */
export type SeenLog = { key: string; size: number; root: Buffer | undefined };

/**
 * Checks that a log is signed by the key it was first seen with and begins with what was seen then; gives its
 * checkpoint and the text that was signed.
 * @throws DomainError `log-behind` when it is not so: the witness must not sign, and the world should hear of it.
 */
export async function checkGrowth(log: PublishedLog, seen: SeenLog): Promise<Checkpoint & { text: string }> {
  const note = parseNote(await log.checkpoint());
  const checkpoint = note && parseCheckpoint(note.text);
  const verifier = parseVerifier(seen.key);
  if (!note || !checkpoint || !verifier || !isSignedBy(note, verifier))
    throw broken("its newest checkpoint is not signed by the key it was first seen with");
  if (checkpoint.size < seen.size)
    throw broken(`it had ${seen.size} leaves when it was last seen, and has ${checkpoint.size} now`);
  if (seen.root) {
    const proof = await log.proof(seen.size, checkpoint.size);
    if (!checkConsistency({ size: seen.size, root: seen.root }, checkpoint, proof))
      throw broken(`it does not begin with the ${seen.size} leaves that were seen`);
  }
  return { ...checkpoint, text: note.text };
}

function broken(reason: string): DomainError {
  return new DomainError("log-behind", `This log is not to be trusted: ${reason}. Nothing was signed.`);
}
