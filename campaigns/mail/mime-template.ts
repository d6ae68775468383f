import { randomBytes } from "node:crypto";
import { encode, wrap } from "nodemailer/lib/qp";

/** The two parts of a mail that a value is written into, each with its own encoding. */
export type Form = "text" | "html";

/** A mail's body in pieces, encoded once: fixed ones as sent over the wire, and gaps for each reader's values. */
export type MimeBody<Gap> = readonly (Buffer | { gap: Gap; form: Form })[];

/** Creates marks: letters and digits that stand for a gap until the encoded mail is cut at them. */
export type Marks<Gap> = {
  mark(gap: Gap, form: Form): string;
  /** Replaces the marks in a text generated from HTML by those for text. */
  asText(text: string): string;
  /** Cuts an encoded body at its marks, even where a soft line break has split them. */
  cut(encoded: string): MimeBody<Gap>;
};

const digits = 4;
const softBreak = "=\r\n";

/** Marks that no writer can know in advance: each template has its own. */
export function makeMarks<Gap>(): Marks<Gap> {
  // Quoted-printable leaves letters and digits unchanged.
  const secret = randomBytes(6).toString("hex");
  const gaps: Gap[] = [];
  const letterOf = { html: "h", text: "t" } as const satisfies Record<Form, string>;
  const name = (form: Form, number: string) => `zq${secret}${letterOf[form]}${number}`;
  return {
    mark(gap, form) {
      gaps.push(gap);
      return name(form, `${gaps.length - 1}`.padStart(digits, "0"));
    },
    asText: (text) => text.replaceAll(`zq${secret}h`, `zq${secret}t`),
    cut(encoded) {
      const anywhere = (characters: string) => [...characters].join("(?:=\\r\\n)?");
      const number = `(${Array.from({ length: digits }, () => "\\d").join("(?:=\\r\\n)?")})`;
      const form = new RegExp(`${anywhere(`zq${secret}`)}(?:=\\r\\n)?([ht])(?:=\\r\\n)?${number}`, "g");
      const parts = encoded.split(form);
      const pieces: (Buffer | { gap: Gap; form: Form })[] = [];
      for (let index = 0; index < parts.length; index += 3) {
        const [plain = "", letter, written] = parts.slice(index, index + 3);
        if (plain !== "") pieces.push(Buffer.from(plain, "latin1"));
        const gap = gaps[Number(written?.replaceAll(softBreak, ""))];
        if (letter !== undefined && gap !== undefined)
          pieces.push({ gap, form: letter === letterOf.html ? "html" : "text" });
      }
      return pieces;
    },
  };
}

/** What needs no encoding on a line of its own. */
const asItIs = /^[\x21-\x3c\x3e-\x7e]{0,74}$/;

/**
 * Writes a value as a line of quoted-printable between two soft line breaks, which readers remove: no line gets too
 * long, wherever the value is.
 */
function spliceValue(value: string): string {
  if (value === "") return "";
  return `${softBreak}${asItIs.test(value) ? value : wrap(encode(value), 76)}${softBreak}`;
}

/** Fills the gaps of a body; the pieces are bytes as they go over the wire. */
export function fillBody<Gap>(body: MimeBody<Gap>, write: (gap: Gap, form: Form) => string): Buffer[] {
  return body.map((piece) =>
    Buffer.isBuffer(piece) ? piece : Buffer.from(spliceValue(write(piece.gap, piece.form)), "latin1"),
  );
}
