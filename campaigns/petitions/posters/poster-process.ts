import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { renderSVG } from "uqr";

/*
 * A separate program: reads a poster's contents as JSON from its input and writes the PDF to its output. Typesetting
 * takes memory and a second of one processor; meanwhile the server keeps serving.
 */

const packages = ["noto-sans", "noto-sans-thai", "noto-sans-arabic"];
const find = createRequire(import.meta.url);
const fontPaths = packages.flatMap((name) => {
  const folder = dirname(find.resolve(`@expo-google-fonts/${name}/package.json`));
  return ["400Regular", "700Bold"].map((weight) => join(folder, weight));
});

const given: unknown = JSON.parse(readFileSync(0, "utf8"));
if (typeof given !== "object" || given === null) throw new TypeError("A poster needs its texts.");
const inputs: Record<string, string> = Object.fromEntries(
  Object.entries(given).map(([name, value]) => [name, String(value)]),
);
inputs.code = renderSVG(inputs.address ?? "", { ecc: "M", border: 2 });
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths }] });
const mainFileContent = readFileSync(new URL("poster.typ", import.meta.url), "utf8");
process.stdout.write(compiler.pdf({ mainFileContent, inputs }));
