import { expect, test } from "vitest";
import { maskAddress } from "#campaigns/updates/sending/mask-address.ts";

test("an address is masked so that only its owner knows it", () => {
  expect(maskAddress("rosa.okoro@gmail.com")).toBe("r…@gmail.com");
  expect(maskAddress("rosa@okoro-family.org.uk")).toBe("r…@o….uk");
});
