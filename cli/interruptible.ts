/**
 * Runs something that cleans up after itself on Ctrl-C or a termination signal. The same signal from the terminal
 * and from npm counts once.
 */
export function interruptible<Outcome>(act: (signal: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => controller.abort());
  return act(controller.signal);
}
