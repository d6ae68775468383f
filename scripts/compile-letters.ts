import { readFileSync, writeFileSync } from "node:fs";
import mjml2html from "mjml";

/** What differs between the two layouts: the side, and the line height, because Arabic script needs more. */
const directions = {
  ltr: { start: "left", end: "right", leading: "1.55", tight: "1.25" },
  rtl: { start: "right", end: "left", leading: "1.8", tight: "1.4" },
} as const;

type Direction = keyof typeof directions;

/** `letter`: mails about one signature; `update`: news that organisers write. */
type Layout = "letter" | "update";

const folder = new URL("../campaigns/mail/layout/", import.meta.url);

/** Compiles a layout for one direction. Throws Error with MJML's own complaints. */
export async function compileLetter(direction: Direction, layout: Layout = "letter"): Promise<string> {
  const source = readFileSync(new URL(`${layout}.mjml`, folder), "utf8");
  const settings: Record<string, string> = { ...directions[direction], direction };
  const filled = source.replace(
    /@(direction|start|end|leading|tight)\b/g,
    (_gap, name: string) => settings[name] ?? "",
  );
  // No fonts: MJML would otherwise fetch those it knows from a font service.
  const { html, errors } = await mjml2html(filled, { fonts: {}, validationLevel: "soft" });
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));
  return `${html
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n")}\n`;
}

/** Where a direction's compiled layout is kept. */
export function compiledLetter(direction: Direction, layout: Layout = "letter"): URL {
  return new URL(`${layout}-${direction}.mjml.html`, folder);
}

if (import.meta.main) {
  for (const layout of ["letter", "update"] as const) {
    for (const direction of ["ltr", "rtl"] as const) {
      const html = await compileLetter(direction, layout);
      writeFileSync(compiledLetter(direction, layout), html);
      console.log(`${compiledLetter(direction, layout).pathname} ${html.length} characters`);
    }
  }
}
