import type { Campaign } from "../petitions/campaign.ts";

/** How a campaign counts each person once, as a bundle states it. */
export type DedupeRule = {
  /** Increases when the rule changes: bundles of two versions count differently. */
  version: number;
  rule: string;
  proves: string[];
  doesNotProve: string[];
};

/** States the rule by which a campaign's signatures were deduplicated, and what it can't guarantee. */
export function dedupeRule(campaign: Pick<Campaign, "verification" | "sharedMailbox">): DedupeRule {
  const once =
    "A mailbox counts once in the whole campaign, across all its petitions, languages and channels.";
  const shared =
    "A mailbox counts once in the whole campaign; a second person counts from the same mailbox under another name with the same postcode, a third does not.";
  const spellings =
    "Spellings that reach the same mailbox are one: case, what follows a plus sign, dots in Gmail addresses, and the other domains and spellings that providers are known to deliver to it.";
  const confirmed =
    "A signature given on the web counts once its mailbox has confirmed it by a press of a button.";
  const unconfirmed = "Signatures count without a confirmation by mail: addresses were not checked.";
  const mailed = campaign.verification === "email";
  return {
    version: 2,
    rule: [campaign.sharedMailbox ? shared : once, spellings, mailed ? confirmed : unconfirmed].join(" "),
    proves: [
      "No signature key occurs twice in signatures.csv: count them and see.",
      "The files are those that were signed: run the commands of README.txt.",
      "The texts are byte by byte those whose SHA-256 the campaign published: compare them with its page.",
      "When this bundle was made, its counts agreed with the running tallies, by petition, country and channel.",
    ],
    doesNotProve: [
      mailed
        ? "That every mailbox belongs to another human being: one person may have several."
        : "That the addresses exist, or that every one belongs to another human being.",
      "That names, countries and postcodes are true: they are what signers wrote.",
      "That the keys were made of real addresses: they are keyed hashes, so that nobody can find out who signed from them, and only who holds the key can make them again.",
      "Whose key it is that signed: compare public-key.pem with the one on the site that collected the signatures.",
    ],
  };
}
