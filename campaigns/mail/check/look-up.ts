import type { Resolver } from "node:dns/promises";

/** What the DNS has for a name; `silent` when it did not answer. */
export type Answer<Found> = { kind: "found"; found: Found[] } | { kind: "silent" };

const nothingThere = new Set(["ENODATA", "ENOTFOUND", "NXDOMAIN"]);

/** The TXT records of a name that start like this, joined; none when the name does not exist. */
export async function findTexts(resolver: Resolver, name: string, begin: string): Promise<Answer<string>> {
  const answer = await ask(() => resolver.resolveTxt(name));
  if (answer.kind === "silent") return answer;
  const texts = answer.found.map((parts) => parts.join(""));
  return { kind: "found", found: texts.filter((text) => text.toLowerCase().startsWith(begin)) };
}

/** The mail servers of a domain; none when it has no MX. */
export function findMailServers(resolver: Resolver, name: string): Promise<Answer<string>> {
  return ask(async () =>
    (await resolver.resolveMx(name))
      .toSorted((one, other) => one.priority - other.priority)
      .map(({ exchange }) => exchange),
  );
}

async function ask<Found>(look: () => Promise<Found[]>): Promise<Answer<Found>> {
  try {
    return { kind: "found", found: await look() };
  } catch (error) {
    const code = error instanceof Error ? Reflect.get(error, "code") : undefined;
    return nothingThere.has(String(code)) ? { kind: "found", found: [] } : { kind: "silent" };
  }
}
