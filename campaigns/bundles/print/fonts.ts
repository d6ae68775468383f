import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * A font that prints are set in: its family as Typst calls it, a file that can be found in its npm package, and its own
 * files from there.
 */
type Font = { family: string; entry: string; files: readonly string[] };

/**
 * In the order in which a letter is looked for. None comes from the machine: another one would print other shapes, or
 * none. Devanagari and Vietnamese are in Noto Sans itself. Arabic is set in Naskh, because Noto Sans Arabic puts dots
 * on letters as shapes of their own, and names could not be searched for in the PDF.
 */
const fonts: readonly Font[] = [
  googleFont("Noto Sans", "noto-sans", "NotoSans"),
  { family: "Noto Naskh Arabic", ...embeddedFont("arabic", "NotoNaskhArabic", "ttf") },
  googleFont("Noto Sans Thai", "noto-sans-thai", "NotoSansThai"),
  googleFont("Noto Sans Ethiopic", "noto-sans-ethiopic", "NotoSansEthiopic"),
  { family: "Noto Sans Hebrew", ...embeddedFont("hebrew", "NotoSansHebrew", "ttf") },
  googleFont("Noto Sans Bengali", "noto-sans-bengali", "NotoSansBengali"),
  googleFont("Noto Sans Tamil", "noto-sans-tamil", "NotoSansTamil"),
  googleFont("Noto Sans Sinhala", "noto-sans-sinhala", "NotoSansSinhala"),
  googleFont("Noto Sans Myanmar", "noto-sans-myanmar", "NotoSansMyanmar"),
  googleFont("Noto Sans Khmer", "noto-sans-khmer", "NotoSansKhmer"),
  googleFont("Noto Sans Lao", "noto-sans-lao", "NotoSansLao"),
  googleFont("Noto Sans Georgian", "noto-sans-georgian", "NotoSansGeorgian"),
  googleFont("Noto Sans Armenian", "noto-sans-armenian", "NotoSansArmenian"),
  { family: "Noto Sans S Chinese", ...embeddedFont("sc", "NotoSansHans", "otf") },
  { family: "Noto Sans Korean", ...embeddedFont("kr", "NotoSansKR", "otf") },
];

/** The families of all fonts, in the order in which a letter is looked for. */
export const fontFamilies: readonly string[] = fonts.map(({ family }) => family);

/** Reads the files of each font, the regular weight first. */
export function readFonts(): Buffer[][] {
  const find = createRequire(import.meta.url);
  return fonts.map((font) => {
    const folder = dirname(find.resolve(font.entry));
    return font.files.map((file) => readFileSync(join(folder, file)));
  });
}

function googleFont(family: string, name: string, file: string): Font {
  const files = ["400Regular", "700Bold"].map((weight) => join(weight, `${file}_${weight}.ttf`));
  return { family, entry: `@expo-google-fonts/${name}/package.json`, files };
}

function embeddedFont(name: string, file: string, ending: string): Omit<Font, "family"> {
  const files = ["Regular", "Bold"].map((weight) => join("..", "fonts", `${file}-${weight}.${ending}`));
  return { entry: `@embedpdf/fonts-${name}`, files };
}
