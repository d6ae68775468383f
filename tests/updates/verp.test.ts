import fc from "fast-check";
import { Types } from "mongoose";
import { expect, test } from "vitest";
import {
  makeBounceAddress,
  type Posted,
  readBounceAddress,
  readBouncePattern,
} from "#campaigns/mail/verp.ts";
import { signatureId } from "#campaigns/petitions/person.ts";
import { makeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { openKeys } from "#campaigns/platform/sealing/keys.ts";

const keys = openKeys(makeKeyFile(new Date()));
const pattern = readBouncePattern("b-*@bounces.example.org");

const objectId = fc
  .uint8Array({ minLength: 12, maxLength: 12 })
  .map((bytes) => new Types.ObjectId(Buffer.from(bytes)));

const dispatch: fc.Arbitrary<Posted> = fc
  .tuple(
    objectId,
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
    fc.integer({ min: 1, max: 65_535 }),
    fc.nat(1),
  )
  .map(([update, nullifier, ordinal, slot]) => {
    const campaign = Buffer.alloc(4);
    campaign.writeUInt32BE(ordinal);
    return { kind: "dispatch", update, signature: signatureId(Buffer.concat([campaign, nullifier]), slot) };
  });

const letter: fc.Arbitrary<Posted> = fc
  .oneof(
    fc
      .tuple(fc.constantFrom("confirm", "remind", "thanks"), objectId, fc.nat(499))
      .map(([purpose, sheet, line]) => `${purpose}-${sheet.toHexString()}-${line}`),
    fc
      .tuple(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.nat(0xffffffff))
      .map(([person, minute]) => `links-${Buffer.from(person).toString("hex")}-${minute}`),
  )
  .map((id) => ({ kind: "letter", letter: id }));

test("a return address names its mail again, in capitals too, and fits into an address", () => {
  fc.assert(
    fc.property(fc.oneof(dispatch, letter), (posted) => {
      const address = makeBounceAddress(keys, pattern, posted) ?? "";
      expect(address.indexOf("@")).toBeLessThanOrEqual(64);
      expect(readBounceAddress(keys, pattern, address)).toEqual(posted);
      expect(readBounceAddress(keys, pattern, address.toUpperCase())).toEqual(posted);
    }),
  );
});

test("an address of which any character was changed, or that other keys made, is none of ours", () => {
  const others = openKeys(makeKeyFile(new Date()));
  fc.assert(
    fc.property(fc.oneof(dispatch, letter), fc.nat(), (posted, pick) => {
      const address = makeBounceAddress(keys, pattern, posted) ?? "";
      const at = pick % address.length;
      const changed = `${address.slice(0, at)}${address[at] === "c" ? "d" : "c"}${address.slice(at + 1)}`;
      expect(readBounceAddress(keys, pattern, changed)).toBeUndefined();
      expect(readBounceAddress(others, pattern, address)).toBeUndefined();
    }),
  );
});

test("whatever else somebody writes to is none of ours", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readBounceAddress(keys, pattern, text)).toBeUndefined();
      expect(readBounceAddress(keys, pattern, `b-${text}@bounces.example.org`)).toBeUndefined();
    }),
  );
});

test.each([
  "",
  "bounces@example.org",
  "b-*-*@example.org",
  "bounce-*@example.org",
  "b-*@",
  "b *@example.org",
])("the setting %o is refused", (setting) => {
  expect(() => readBouncePattern(setting)).toThrow(/SHEAF_BOUNCE_ADDRESS/);
});
