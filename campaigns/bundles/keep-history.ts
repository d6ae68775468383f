/** Of a connection, what asks for and sets a parameter of MongoDB. */
type Asking = {
  getClient(): {
    db(name: string): { command(asked: Record<string, unknown>): Promise<Record<string, unknown>> };
  };
};

/** How long the state of a moment can be read while a bundle is written, in seconds; MongoDB's own default is 300. */
const window = 3_600;

/**
 * Lets MongoDB keep the state of past moments for an hour while something is read, and sets that back afterwards. Who is
 * not allowed to set it goes on with what is set: it is enough for some ten million signatures on a quiet machine.
 */
export async function keepHistory<Outcome>(
  { connection }: { connection: Asking },
  read: () => Promise<Outcome>,
): Promise<Outcome> {
  const admin = connection.getClient().db("admin");
  const set = (seconds: number) =>
    admin.command({ setParameter: 1, minSnapshotHistoryWindowInSeconds: seconds }).catch(() => undefined);
  const usual = await admin
    .command({ getParameter: 1, minSnapshotHistoryWindowInSeconds: 1 })
    .then(({ minSnapshotHistoryWindowInSeconds: seconds }) => Number(seconds))
    .catch(() => window);
  if (usual >= window) return read();
  await set(window);
  try {
    return await read();
  } finally {
    await set(usual);
  }
}
