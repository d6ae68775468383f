import { crc32 } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { storePicture } from "#campaigns/updates/pictures/store-picture.ts";
import { openTestApp, type TestApp } from "../support/test-app.ts";

let site: TestApp;
const organisation = "ecpat-international";
const actor = { account: "0".repeat(24), organisation, role: "organiser", from: "127.0.0.0/24" } as const;
const owner = { campaign: "test-1", organisation, actor };

beforeAll(async () => {
  site = await openTestApp();
});
afterAll(() => site.close());

const paint = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 80, b: 40, alpha: 0.4 } } });

test("a picture is made again from its pixels: no metadata, at most 1200 pixels wide, upright", async () => {
  const note = { IFD0: { Make: "Telltale camera" }, IFD3: { GPSLatitudeRef: "N" } };
  const file = await paint(600, 3000).jpeg().withExif(note).withMetadata({ orientation: 6 }).toBuffer();
  const stored = await storePicture(site.deps, owner, file);
  expect(stored).toMatchObject({ format: "jpeg", width: 1200, height: 240 });
  const answer = await site.app.inject(`/media/${stored._id}`);
  expect(answer.headers["content-type"]).toBe("image/jpeg");
  expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  expect(answer.headers["set-cookie"]).toBeUndefined();
  const metadata = await sharp(answer.rawPayload).metadata();
  expect(metadata).toMatchObject({ format: "jpeg", width: 1200 });
  expect(metadata.exif).toBeUndefined();
  expect(metadata.orientation).toBeUndefined();
  expect(answer.rawPayload.includes("Telltale")).toBe(false);
});

test("the same picture twice is one; what shines through stays a PNG", async () => {
  const file = await paint(20, 20, 4).webp().toBuffer();
  const one = await storePicture(site.deps, owner, file);
  expect(one.format).toBe("png");
  expect((await storePicture(site.deps, owner, file))._id).toBe(one._id);
  const elsewhere = await storePicture(site.deps, { ...owner, campaign: "test-2" }, file);
  expect(elsewhere._id).not.toBe(one._id);
});

test("a file that is no picture is refused with a sentence, and so is one that unpacks too large", async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  const bomb = await paint(9, 9).png().toBuffer();
  // Its head claims 20,000 by 20,000 pixels: type, width and height begin at byte 12, their checksum stands at 29.
  for (const at of [16, 20]) bomb.writeUInt32BE(20_000, at);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  const cut = (await paint(300, 300).png().toBuffer()).subarray(0, 60);
  for (const file of [svg, bomb, cut, Buffer.from("hello"), Buffer.alloc(0)]) {
    await expect(storePicture(site.deps, owner, file)).rejects.toMatchObject({ code: "picture-refused" });
  }
  expect((await site.app.inject(`/media/${"0".repeat(32)}`)).statusCode).toBe(404);
});

test("sixteen million pixels are the most: a small file that unpacks larger is refused by its head, and nobody waits", async () => {
  const plain = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: "#ffffff" }, limitInputPixels: false })
      .png({ compressionLevel: 9 })
      .toBuffer();
  const large = await plain(6_300, 6_300);
  expect(large.length).toBeLessThan(200_000);
  let longest = 0;
  let before = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - before);
    before = performance.now();
  }, 10);
  const all = await Promise.allSettled(
    [large, await plain(4_000, 4_000), large].map((file) => storePicture(site.deps, owner, file)),
  );
  clearInterval(watch);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected"]);
  const [first] = all;
  expect(first).toMatchObject({
    reason: { code: "picture-refused", message: expect.stringContaining("16 million") },
  });
  expect(longest, "the server goes on meanwhile").toBeLessThan(1_000);
});
