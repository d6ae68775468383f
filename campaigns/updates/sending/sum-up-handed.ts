import { countedProvider, receivingDomain } from "../../mail/mail-provider.ts";
import type { Addressee } from "./choose-dispatches.ts";
import { countsAgainstUs, type HandedToProvider } from "./count-handed.ts";
import type { Fate } from "./send-claimed.ts";

/**
 * What each provider was given of some mails, and refused because of us; the fates are in the order of the addressees.
 */
export function sumUpHanded(
  addressees: readonly Pick<Addressee, "email">[],
  fates: readonly Fate[],
): Map<string, HandedToProvider> {
  const byProvider = new Map<string, HandedToProvider>();
  for (const [index, { email }] of addressees.entries()) {
    const fate = fates[index];
    if (!fate || fate.kind === "away") continue;
    const provider = countedProvider(receivingDomain(email));
    const sum = byProvider.get(provider) ?? { handed: 0, refused: 0 };
    const verdict = fate.kind === "sent" ? undefined : fate.verdict;
    const isRefused = verdict !== undefined && countsAgainstUs(verdict);
    byProvider.set(provider, {
      handed: sum.handed + 1,
      refused: sum.refused + (isRefused ? 1 : 0),
      ground: isRefused ? verdict.ground : sum.ground,
    });
  }
  return byProvider;
}
