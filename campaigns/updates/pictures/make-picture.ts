import { fileURLToPath } from "node:url";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { DomainError } from "../../platform/errors.ts";
import { runAlone } from "../../platform/run-alone.ts";
import { type Picture, pictureFormats } from "./picture.model.ts";

type Made = Pick<Picture, "format" | "width" | "height" | "content">;

const program = {
  path: fileURLToPath(new URL("picture-process.ts", import.meta.url)),
  /** Sixteen million pixels take half a second of a processor; a busy machine may take its time. */
  timeoutMs: 30_000,
  mostMemory: 1_500 * 1024 * 1024,
};

/** What the program says on its first line; the picture follows. */
const firstLine = Type.Union([
  Type.Object({ format: Type.Enum([...pictureFormats]), width: Type.Integer(), height: Type.Integer() }),
  Type.Object({ refused: Type.String() }),
]);

/**
 * Makes a picture again from its pixels, in a process of its own: what a file unpacks to may be large, and the console
 * goes on meanwhile.
 * @throws DomainError `picture-refused`, `too-many`.
 */
export async function makePicture(file: Uint8Array): Promise<Made> {
  if (file.length === 0) return refuse("No file was chosen: choose a picture first.");
  const output = await runAlone(program, file).catch((error: unknown) => {
    if (error instanceof DomainError) throw error;
    return refuse("This picture is damaged, or takes too long to read: choose another one.");
  });
  const end = output.indexOf("\n");
  const said = Value.Parse(firstLine, JSON.parse(output.toString("utf8", 0, end)));
  if ("refused" in said) return refuse(said.refused);
  return { ...said, content: Buffer.from(output.subarray(end + 1)) };
}

function refuse(message: string): never {
  throw new DomainError("picture-refused", message);
}
