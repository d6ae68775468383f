import { readFileSync } from "node:fs";
import { renderSVG } from "uqr";
import { openCompiler, readInputs } from "./open-compiler.ts";

/*
 * A separate program: reads a poster's contents as JSON from its input and writes the PDF to its output. Typesetting
 * takes memory and a second of one processor; meanwhile the server keeps serving.
 */

const inputs = readInputs(readFileSync(0, "utf8"));
inputs.code = renderSVG(inputs.address ?? "", { ecc: "M", border: 2 });
const mainFileContent = readFileSync(new URL("poster.typ", import.meta.url), "utf8");
process.stdout.write(openCompiler().pdf({ mainFileContent, inputs }));
