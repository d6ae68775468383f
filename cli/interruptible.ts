/**
 * Does something that cleans up after itself when Ctrl-C or a polite signal comes. A signal that comes twice, from the
 * terminal and from npm, is one.
 */
export function interruptible<Outcome>(act: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => controller.abort());
  return act(controller.signal);
}
