import { createHash } from "node:crypto";
import { DomainError } from "../../platform/errors.ts";
import { type Check, check } from "./check.ts";
import { checkFiles, checkKey } from "./check-files.ts";
import { checkCheckpoint, checkLeaves } from "./check-log.ts";
import { checkSigners } from "./check-signers.ts";
import { type OpenedBundle, openBundle } from "./open-bundle.ts";
import { type Manifest, readManifest } from "./read-manifest.ts";

/** What `verifyBundle` found: all checks, and the SHA-256 of the key that the bundle is signed with. */
export type Verification = { checks: Check[]; keySha256: string };

/**
 * Checks a bundle as its receiver would: every byte as it was signed, the key known, every signature a leaf of the log
 * that was published, once, and as many as the manifest says. It streams: memory does not grow with the bundle.
 * @throws DomainError `bundle-refused` when the file is no bundle at all, or was cut off.
 */
export async function verifyBundle(path: string, knownKey?: string): Promise<Verification> {
  try {
    const bundle = await openBundle(path);
    try {
      return await verifyOpened(bundle, knownKey);
    } finally {
      bundle.close();
    }
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError("bundle-refused", `This is no bundle, or it was cut off or changed: ${reason}.`, {
      cause,
    });
  }
}

async function verifyOpened(bundle: OpenedBundle, knownKey: string | undefined): Promise<Verification> {
  const key = await bundle.read("public-key.pem");
  const manifest = await readManifest(bundle);
  const checks = [
    ...(await checkFiles(bundle, key)),
    checkKey(key, knownKey),
    await checkCheckpoint(bundle, manifest, key),
    checkSums(manifest),
  ];
  if (manifest.level >= 1) {
    checks.push(...(await checkLeaves(bundle, manifest)), ...(await checkSigners(bundle, manifest)));
  }
  return { checks, keySha256: createHash("sha256").update(key).digest("hex") };
}

function checkSums({ counts }: Manifest): Check {
  const { signatures, byCountry, byPetition } = counts;
  const problems = Object.entries({ countries: byCountry, petitions: byPetition }).flatMap(([by, parts]) => {
    const sum = Object.values(parts).reduce((all, count) => all + count, 0);
    return sum === signatures ? [] : [`the ${by} add up to ${sum.toLocaleString("en")}`];
  });
  return check(
    `Countries and petitions add up to the ${signatures.toLocaleString("en")} signatures that it says.`,
    problems,
  );
}
