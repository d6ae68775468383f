/**
 * What every program that a test starts finds in its environment: where programs are, and where Node keeps what it has
 * compiled. Nothing else of the tester's own reaches it.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE };
}
