import { fileURLToPath } from "node:url";
import { minute } from "../../platform/durations.ts";
import { DomainError } from "../../platform/errors.ts";
import { runAlone } from "../../platform/run-alone.ts";

/** What can be printed, each by the Typst file of its name. */
export type Document = "letter" | "summary" | "pages";

const program = {
  path: fileURLToPath(new URL("typeset-process.ts", import.meta.url)),
  /** A part of 5,000 signatures takes seconds; a busy machine may take its time. */
  timeoutMs: 3 * minute,
  /** Several times what a part of 5,000 signatures takes. */
  mostMemory: 1_500 * 1024 * 1024,
};

/**
 * Typesets a document as a PDF, in a process of its own that may take so much memory and time. The same data gives
 * the same bytes, whatever the machine and its time zone.
 * @throws DomainError `bundle-refused` when it takes more, `too-many` when too much waits to be drawn.
 */
export async function typeset(document: Document, data: Readonly<Record<string, unknown>>): Promise<Buffer> {
  try {
    return await runAlone(program, JSON.stringify({ document, data }));
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError(
      "bundle-refused",
      `A print (${document}) could not be made in the memory and time that it is given. Nothing was written.`,
      { cause },
    );
  }
}
