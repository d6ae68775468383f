/** What stands where no font has a shape: Unicode's own sign for it, which Noto Sans has. */
const unknown = "\ufffd";

/** Nothing of it is ever drawn, whether a font knows it or not. */
const ignorable = /\p{Default_Ignorable_Code_Point}/u;
/** Commands to old terminals; lines of a text may end, tabs not. */
const control = /[\p{Cc}--\n]/gv;
/** They turn what follows from right to left or back, and would show another name than was written. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** More marks on one letter than any language writes, over the lines above. */
const piled = /(\p{M}{4})\p{M}+/gu;
/** A word so long that it has to be parted, or it would run into the next column. */
const endless = /[^\s\u200b]{25}/gu;

const fromRight = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** What has no direction of its own, at an end. */
const unlettered = /^[^\p{L}\p{N}]|[^\p{L}\p{M}\p{N}]$/u;

const clusters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Makes texts printable with given fonts. */
export type Printer = {
  /** A text with `\ufffd` for each letter that no font has. */
  text(text: string): string;
  /** A name on one line of its own in a print of a direction, and whether it had to be changed for it. */
  name(name: string, direction: string): { text: string; changed: boolean };
};

/** A printer for fonts, each given by the characters that it has shapes for, the one that has most of them first. */
export function printerFor(fonts: readonly ReadonlySet<number>[]): Printer {
  const first = fonts[0] ?? new Set<number>();
  const text = (written: string) => {
    const plain = written.normalize("NFC").replaceAll(control, "");
    if (isPlainIn(first, plain)) return plain;
    let printed = "";
    for (const { segment } of clusters.segment(plain))
      printed += hasShape(fonts, segment) ? segment : unknown;
    return printed;
  };
  return {
    text,
    name(written, direction) {
      const printed = text(written.replaceAll(turning, "").replaceAll(/\s+/gu, " ").replaceAll(piled, "$1"));
      return {
        // A place where the line may end, of no width.
        text: isolated(printed.replaceAll(endless, "$&\u200b"), direction),
        changed: printed !== written.normalize("NFC"),
      };
    },
  };
}

/** Brackets and the like at the end of a name stay on its side, where the print reads in the other direction. */
function isolated(name: string, direction: string): string {
  const own = /\p{L}/u.exec(name);
  if (!own || !unlettered.test(name)) return name;
  const isAsPrint = (fromRight.test(own[0]) ? "rtl" : "ltr") === direction;
  return isAsPrint ? name : `\u2068${name}\u2069`;
}

/** Most texts: letters of the first font, one after the other. */
function isPlainIn(font: ReadonlySet<number>, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Marks begin here, and are looked at together with their letter.
    if (unit >= 0x300 && !(unit >= 0x1e00 && unit <= 0x1eff)) return false;
    if (unit !== 10 && !font.has(unit)) return false;
  }
  return true;
}

/** A letter and its marks have to come from one font. */
function hasShape(fonts: readonly ReadonlySet<number>[], cluster: string): boolean {
  if (cluster === "\n") return true;
  const characters = Array.from(cluster).filter((character) => !ignorable.test(character));
  const points = characters.map((character) => character.codePointAt(0) ?? 0);
  return fonts.some((font) => points.every((point) => font.has(point)));
}
