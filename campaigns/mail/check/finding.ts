/** A record to publish in the DNS. */
export type DnsRecord = { name: string; type: "TXT" | "MX"; value: string };

/** A finding about one part of the set-up. `unknown`: the DNS did not answer. */
export type Finding = {
  about: "SPF" | "DKIM" | "DMARC" | "MX" | "Return addresses" | "Settings";
  verdict: "good" | "better" | "wrong" | "unknown";
  /** In plain words: what was found, and what to do. */
  says: string;
  publish?: DnsRecord;
};
