import { createHmac, timingSafeEqual } from "node:crypto";
import { Types } from "mongoose";
import { personLength, signatureId } from "../petitions/person.ts";
import { DomainError } from "../platform/errors.ts";
import type { Keys } from "../platform/sealing/keys.ts";
import { decodeBase32, encodeBase32 } from "./base32.ts";

/** A mail that was handed to a mail server: an update to one supporter, or a letter by its id. */
export type Posted =
  | { kind: "dispatch"; update: Types.ObjectId /** `_id` of the signature. */; signature: Buffer }
  | { kind: "letter"; letter: string };

const macLength = 6;
const longestToken = 61;
const longestLocalPart = 64;

const kinds = { dispatch: 1, line: 2, links: 3 } as const;
const linePurposes: readonly string[] = ["confirm", "remind", "thanks"];

const lineLetter = /^(confirm|remind|thanks)-([0-9a-f]{24})-(\d{1,3})$/;
const linksLetter = /^links-([0-9a-f]{40})-(\d{1,10})$/;

/**
 * Return addresses (VERP): one for each mail, so that a bounce names the mail it is about. `pattern` is
 * SHEAF_BOUNCE_ADDRESS, where `*` stands for the token. A token is the mail's key and an HMAC of it, in lower-case
 * base32 because some mail servers change capitals: nobody can make one for a mail she did not get.
 */
export type BouncePattern = { before: string; after: string };

/** @throws DomainError `configuration` when it is not an address with one `*`, or leaves no room for the token. */
export function readBouncePattern(pattern: string): BouncePattern {
  const [, before, after, domain] = /^([a-z0-9._+=-]*)\*([a-z0-9._+=-]*)@([a-z0-9.-]+)$/i.exec(pattern) ?? [];
  const room = longestLocalPart - longestToken;
  if (before === undefined || after === undefined || !domain || before.length + after.length > room) {
    throw new DomainError(
      "configuration",
      `SHEAF_BOUNCE_ADDRESS must look like b-*@bounces.example.org, with at most ${room} characters beside the *.`,
    );
  }
  return { before: before.toLowerCase(), after: `${after}@${domain}`.toLowerCase() };
}

/** The return address of a mail; undefined for letters whose id no token has room for. */
export function makeBounceAddress(keys: Keys, pattern: BouncePattern, posted: Posted): string | undefined {
  const payload = pack(posted);
  if (!payload) return undefined;
  const token = encodeBase32(Buffer.concat([payload, macOf(keys, payload)]));
  return `${pattern.before}${token}${pattern.after}`;
}

/** The mail that a return address belongs to; undefined when it is altered, foreign or not a return address. */
export function readBounceAddress(keys: Keys, pattern: BouncePattern, address: string): Posted | undefined {
  const { before, after } = pattern;
  const written = address.toLowerCase();
  if (!written.startsWith(before) || !written.endsWith(after)) return undefined;
  const token = written.slice(before.length, -after.length);
  const bytes = token.length > longestToken ? undefined : decodeBase32(token);
  if (!bytes || bytes.length <= macLength) return undefined;
  const payload = bytes.subarray(0, -macLength);
  if (!timingSafeEqual(macOf(keys, payload), bytes.subarray(-macLength))) return undefined;
  return unpack(payload);
}

/** Where providers send complaints: a word that can't be a token. */
export function complaintsAddress({ before, after }: BouncePattern): string {
  return `${before}complaints${after}`;
}

function macOf(keys: Keys, payload: Buffer): Buffer {
  return createHmac("sha256", keys.blind("bounces")).update(payload).digest().subarray(0, macLength);
}

function pack(posted: Posted): Buffer | undefined {
  if (posted.kind === "letter") return packLetter(posted.letter);
  const { update, signature } = posted;
  const ordinal = signature.readUInt32BE(0);
  if (ordinal > 0xffff) return undefined;
  // Two bytes of the campaign's ordinal are enough, and a local part has no room for four.
  return Buffer.concat([Buffer.from([kinds.dispatch]), update.id, signature.subarray(2)]);
}

function packLetter(letter: string): Buffer | undefined {
  const [, purpose = "", sheet = "", line] = lineLetter.exec(letter) ?? [];
  const index = linePurposes.indexOf(purpose);
  if (index !== -1) {
    const packed = Buffer.concat([
      Buffer.from([kinds.line, index]),
      Buffer.from(sheet, "hex"),
      Buffer.alloc(2),
    ]);
    packed.writeUInt16BE(Number(line), packed.length - 2);
    return packed;
  }
  const [, person = "", minute] = linksLetter.exec(letter) ?? [];
  if (!person || Number(minute) > 0xffffffff) return undefined;
  const packed = Buffer.concat([Buffer.from([kinds.links]), Buffer.from(person, "hex"), Buffer.alloc(4)]);
  packed.writeUInt32BE(Number(minute), packed.length - 4);
  return packed;
}

function unpack(payload: Buffer): Posted | undefined {
  const [kind, next = 0] = payload;
  if (kind === kinds.dispatch && payload.length === 1 + 12 + personLength + 1 - 2) {
    const person = Buffer.concat([Buffer.alloc(2), payload.subarray(13, -1)]);
    const signature = signatureId(person, payload.readUInt8(payload.length - 1));
    return { kind: "dispatch", update: new Types.ObjectId(payload.subarray(1, 13)), signature };
  }
  const purpose = linePurposes[next];
  if (kind === kinds.line && payload.length === 16 && purpose) {
    const letter = `${purpose}-${payload.toString("hex", 2, 14)}-${payload.readUInt16BE(14)}`;
    return { kind: "letter", letter };
  }
  if (kind === kinds.links && payload.length === 1 + personLength + 4) {
    const person = payload.toString("hex", 1, 1 + personLength);
    return { kind: "letter", letter: `links-${person}-${payload.readUInt32BE(1 + personLength)}` };
  }
  return undefined;
}
