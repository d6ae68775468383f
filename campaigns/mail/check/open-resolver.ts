import { Resolver } from "node:dns/promises";
import { DomainError } from "../../platform/errors.ts";

/**
 * Opens a resolver: for a certain name server, or those of the machine if it is empty.
 * @throws DomainError `configuration`.
 */
export function openResolver(server: string): Resolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (server === "") return resolver;
  try {
    resolver.setServers([server]);
  } catch {
    throw new DomainError(
      "configuration",
      `${server} is not the address of a name server: 192.0.2.1 or 192.0.2.1:53.`,
    );
  }
  return resolver;
}
