/** Digits and letters without those that look or sound like others: no I, L, O, U (Crockford's base 32). */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 48;
const bytes = 30;

/** A receipt as one reads it out or writes it down: twelve groups of four. Addresses carry the shorter form. */
export function spellReceipt(receipt: string): string {
  const value = BigInt(`0x${Buffer.from(receipt, "base64url").toString("hex")}`);
  const spelled = [...value.toString(32).padStart(length, "0")].map((digit) => alphabet[parseInt(digit, 32)]);
  return (spelled.join("").match(/.{4}/g) ?? []).join(" ");
}

/** The receipt that somebody typed or copied, in either form, whatever stands between its groups; undefined if none. */
export function readSpelled(typed: string): string | undefined {
  const text = typed.replaceAll(/\s/g, "");
  const letters = text.replaceAll(/[^0-9a-z]/gi, "").toUpperCase();
  const digits = [...letters.replaceAll("O", "0").replaceAll(/[IL]/g, "1")].map((letter) =>
    alphabet.indexOf(letter),
  );
  if (digits.length === length && !digits.includes(-1)) {
    const value = digits.reduce((sum, digit) => sum * 32n + BigInt(digit), 0n);
    return Buffer.from(value.toString(16).padStart(2 * bytes, "0"), "hex").toString("base64url");
  }
  return /^[\w-]{1,120}$/.test(text) ? text : undefined;
}
