import { createServer } from "node:net";

/** A TCP port on the loopback address that nothing listens on at this moment. */
export function findFreePort(): Promise<number> {
  return tryPort(0, "127.0.0.1");
}

/**
 * Listens on a port for a moment to see that it can be had, and answers which one it was.
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
