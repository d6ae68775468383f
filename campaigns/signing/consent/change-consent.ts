import type { Deps } from "../deps.ts";
import type { Signature } from "../roll/signature.model.ts";
import { type Consent, consentOf } from "./open-preferences.ts";

const consents = ["updates", "secretariat"] as const satisfies (keyof Consent)[];

/**
 * Writes only what changed in a signature's consent: two links of one signature may be used at the same moment. The
 * previous consent is kept, with its end.
 */
export async function changeConsent(
  deps: Pick<Deps, "database" | "now">,
  signature: Signature,
  consent: Consent,
): Promise<void> {
  const before = consentOf(signature);
  const changed = consents.filter((key) => before[key] !== consent[key]);
  if (changed.length === 0) return;
  const given = changed.filter((key) => consent[key]).map((key) => [key, true] as const);
  const refused = changed.filter((key) => !consent[key]).map((key) => [key, ""] as const);
  await deps.database.signatures.updateOne(
    { _id: signature._id, state: "counted" },
    {
      $set: Object.fromEntries(given),
      $unset: Object.fromEntries(refused),
      $push: { pastConsents: { ...before, until: deps.now() } },
    },
  );
}
