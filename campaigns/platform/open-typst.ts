import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

/**
 * Typst with the given font files and none of the machine's, so that every machine draws the same; for programs of
 * their own, because it takes much memory.
 */
export function openTypst(fontBlobs: Buffer[]): NodeCompiler {
  // Typst searches the machine's fonts by fontconfig and has no other way to be told.
  // biome-ignore lint/style/noProcessEnv: nothing is read from it.
  process.env.FONTCONFIG_FILE = fileURLToPath(new URL("no-fonts.conf", import.meta.url));
  return NodeCompiler.create({ fontArgs: [{ fontBlobs }] });
}
