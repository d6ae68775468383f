/**
 * The networks that an address is counted under: an IPv4 address and its /24, or an IPv6 /64 (one household) and its
 * /48.
 */
export function networksOf(address: string): { host: string; subnet: string } {
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  if (!plain.includes(":")) return { host: plain, subnet: `${plain.slice(0, plain.lastIndexOf("."))}.*` };
  const groups = expand(plain);
  return { host: `${groups.slice(0, 4).join(":")}::/64`, subnet: `${groups.slice(0, 3).join(":")}::/48` };
}

function expand(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: Math.max(missing, 0) }, () => "0"), ...after];
}

/** The network of an address in the form that is stored: 203.0.113.0/24, or an IPv6 /48. Never the address. */
export function shortNetwork(address: string): string {
  const { subnet } = networksOf(address);
  return subnet.endsWith(".*") ? `${subnet.slice(0, -1)}0/24` : subnet;
}
