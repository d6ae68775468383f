/** Letters of other alphabets and the Latin ones that nobody can tell from them. */
const lookalikes: Readonly<Record<string, string>> = {
  ...pairs("АВЕЅІЈКМНОРСТУХавеѕіјкмнорсухһ", "ABESIJKMHOPCTYXaBesijkMHopcyxh"),
  ...pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονκ", "ABEZHIKMNOPTYXovk"),
};
const inLatin = new Map(Object.entries(lookalikes));
const word = /[\p{L}\p{M}]+/gu;
const latin = /\p{Script=Latin}/u;
const foreign = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/**
 * A text whose words mix Latin letters with Cyrillic or Greek ones that look the same, with Latin letters alone;
 * undefined when no word does, or when a letter has no Latin twin, because then the mix is meant.
 */
export function mendMixedScripts(text: string): string | undefined {
  const mended = text.replace(word, (each) =>
    latin.test(each) && foreign.test(each) ? toLatin(each) : each,
  );
  return mended === text ? undefined : mended;
}

function toLatin(mixed: string): string {
  const letters = Array.from(mixed, (letter) => (foreign.test(letter) ? inLatin.get(letter) : letter));
  return letters.some((letter) => letter === undefined) ? mixed : letters.join("");
}

function pairs(others: string, twins: string): Record<string, string> {
  const letters = [...twins];
  return Object.fromEntries(Array.from(others, (other, index) => [other, letters[index] ?? other]));
}
