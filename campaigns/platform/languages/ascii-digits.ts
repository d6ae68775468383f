/** A text with the digits of every script (٣, ๓, ３) written as 0-9. */
export function asciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, asciiDigit);
}

/** Unicode keeps the ten digits of a script together and in order, so the way back to its zero tells the digit. */
function asciiDigit(digit: string): string {
  let steps = 0;
  for (let point = digit.codePointAt(0) ?? 0; /\p{Nd}/u.test(String.fromCodePoint(point - 1)); point -= 1)
    steps += 1;
  return String(steps % 10);
}
