import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** The strength that OWASP recommends for argon2id: 19 MiB, two passes, one lane; about 40 ms. */
const strength = { memory: 19_456, passes: 2, parallelism: 1 } as const;

const tagLength = 32;
const derive = promisify(argon2);

/** Hashes a password with argon2id in PHC format, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await run(password, nonce, strength);
  const { memory, passes, parallelism } = strength;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(nonce)}$${bare(tag)}`;
}

/** Tells whether a password matches a hash; without a hash it takes just as long and answers no. */
export async function isPassword(password: string, hashed: string | undefined): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hashed ?? "");
  const [, memory = "", passes = "", parallelism = "", nonce = "", tag = ""] = parts ?? [];
  if (!parts) {
    await run(password, Buffer.alloc(16), strength);
    return false;
  }
  const how = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return timingSafeEqual(await run(password, Buffer.from(nonce, "base64"), how), Buffer.from(tag, "base64"));
}

function run(
  password: string,
  nonce: Buffer,
  how: { memory: number; passes: number; parallelism: number },
): Promise<Buffer> {
  // The same password typed on two systems may arrive in two Unicode forms.
  return derive("argon2id", { message: password.normalize("NFC"), nonce, tagLength, ...how });
}

function bare(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
