import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

const packages = ["noto-sans", "noto-sans-thai", "noto-sans-arabic"];

/** Typst with the faces of every script that Sheaf speaks; for programs of their own, because it takes much memory. */
export function openCompiler(): NodeCompiler {
  const find = createRequire(import.meta.url);
  const fontPaths = packages.flatMap((name) => {
    const folder = dirname(find.resolve(`@expo-google-fonts/${name}/package.json`));
    return ["400Regular", "700Bold"].map((weight) => join(folder, weight));
  });
  return NodeCompiler.create({ fontArgs: [{ fontPaths }] });
}

/** The texts that a program was given as JSON; they are values, never markup. */
export function readInputs(json: string): Record<string, string> {
  const given: unknown = JSON.parse(json);
  if (typeof given !== "object" || given === null) throw new TypeError("What is typeset needs its texts.");
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}
