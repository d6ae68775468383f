const longest = 60;

/** A web address for a name: its Latin letters without their marks, and digits; "campaign" when it has none. */
export function suggestSlug(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  const slug = plain.slice(0, longest).replaceAll(/^-+|-+$/g, "");
  return slug === "" ? "campaign" : slug;
}
