import { createServer } from "node:net";

/** A TCP port on the loopback address that is free at the moment. */
export function findFreePort(): Promise<number> {
  return tryPort(0, "127.0.0.1");
}

/**
 * Listens on a port for a moment to see whether it is free, and returns it.
 * @throws the error of `listen`: EADDRINUSE, EACCES or EADDRNOTAVAIL.
 */
export function tryPort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}
