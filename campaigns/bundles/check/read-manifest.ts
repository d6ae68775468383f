import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { DomainError } from "../../platform/errors.ts";
import type { OpenedBundle } from "./open-bundle.ts";

const text = Type.String();
const whole = Type.Integer({ minimum: 0 });
const counts = Type.Record(text, whole);

/** What a check needs of manifest.json. */
const manifestSchema = Type.Object({
  format: Type.Literal("sheaf-bundle"),
  formatVersion: Type.Literal(2),
  level: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
  filter: Type.Object({ country: Type.Union([text, Type.Null()]) }),
  log: Type.Object({ origin: text, size: whole, root: Type.String({ pattern: "^[0-9a-f]{64}$" }) }),
  counts: Type.Object({
    signatures: Type.Integer({ minimum: 1 }),
    byCountry: counts,
    byPetition: counts,
    byWording: Type.Array(
      Type.Object({ petition: text, language: text, version: whole, sha256: text, file: text }),
    ),
  }),
});

export type Manifest = Static<typeof manifestSchema>;

/** Reads the manifest of a bundle. @throws DomainError `bundle-refused` when it is none of this version. */
export async function readManifest(bundle: OpenedBundle): Promise<Manifest> {
  const file = await bundle.read("manifest.json");
  try {
    return Value.Parse(manifestSchema, JSON.parse(file.toString("utf8")));
  } catch (cause) {
    throw new DomainError("bundle-refused", "manifest.json is none, or of another version of Sheaf.", {
      cause,
    });
  }
}
