import { createServer } from "node:net";
import { DomainError } from "./errors.ts";

/**
 * Looks whether a port can be listened on, before anything is opened that would have to be closed again; 0 always can.
 * @throws DomainError `configuration`, which names the setting
 */
export async function refuseTakenPort(setting: string, host: string, port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const says = cause.code === "EADDRINUSE" ? "is taken" : `can't be listened on (${cause.message})`;
      reject(
        new DomainError("configuration", `Port ${port} ${says}: set ${setting} to a free one.`, { cause }),
      );
    });
    server.listen({ host, port, exclusive: true }, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
