import { execFileSync, spawnSync } from "node:child_process";

/** Whether the tools that read PDFs are here: `.ci/run` brings Debian's poppler-utils. */
export const hasPoppler = spawnSync("pdftotext", ["-v"]).status === 0;

/** The texts of a PDF in the order in which they were written, cell by cell; ends of lines are spaces. */
export function textOfPdf(pdf: Buffer): string {
  return runPoppler("pdftotext", pdf, ["-raw", "-", "-"]).replaceAll(/\s+/gu, " ");
}

/** Whether it is tagged, and claims to be as PDF/UA-1 asks: Typst refuses to write that where it finds otherwise. */
export function isAccessible(pdf: Buffer): boolean {
  const isClaimed = runPoppler("pdfinfo", pdf, ["-meta", "-"]).includes("<pdfuaid:part>1</pdfuaid:part>");
  return isClaimed && describePdf(pdf).get("Tagged") === "yes";
}

/** What pdfinfo says of it, by name, such as "Pages". */
export function describePdf(pdf: Buffer): Map<string, string> {
  const lines = runPoppler("pdfinfo", pdf, ["-"]).split("\n");
  return new Map(lines.map((line) => [line.split(":")[0] ?? "", line.slice(line.indexOf(":") + 1).trim()]));
}

/** The fonts of a PDF, and whether each one is embedded and says which letters its shapes are. */
export function fontsOfPdf(pdf: Buffer): { name: string; embedded: boolean; readable: boolean }[] {
  const [, , ...lines] = runPoppler("pdffonts", pdf, ["-"]).trim().split("\n");
  return lines.map((line) => {
    const [name = ""] = line.split(/\s+/);
    const [embedded, , readable] = line.match(/\b(?:yes|no)\b/g) ?? [];
    return {
      name: name.replace(/^[A-Z]{6}\+/, ""),
      embedded: embedded === "yes",
      readable: readable === "yes",
    };
  });
}

/** How pages are structured, as pdfinfo prints it: headings, tables, lists. */
export function structureOfPdf(pdf: Buffer): string {
  return runPoppler("pdfinfo", pdf, ["-struct", "-"]);
}

function runPoppler(program: string, input: Buffer, args: string[]): string {
  return execFileSync(program, args, { input, encoding: "utf8", maxBuffer: 100_000_000, stdio: "pipe" });
}
