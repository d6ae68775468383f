/** Signatures that sheets of this process are currently inserting, each with a promise for the end of that. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Inserts signatures, waiting with those that another sheet of this process is inserting: MongoDB redoes a batch
 * with one duplicate key row by row, at many times the cost. The roll's key decides whose signature counts; this
 * only saves work, so other processes need not coordinate.
 */
export async function insertWithoutOverlap<Named extends { name: string }>(
  signatures: readonly Named[],
  insert: (some: Named[]) => Promise<Named[]>,
): Promise<Named[]> {
  const own: Named[] = [];
  const left: Named[] = [];
  const others = new Set<Promise<unknown>>();
  for (const signature of signatures) {
    const other = underWay.get(signature.name);
    if (!other) own.push(signature);
    else {
      left.push(signature);
      others.add(other);
    }
  }
  const inserted = await announced(own, () => insert(own));
  if (left.length === 0) return inserted;
  await Promise.all(others);
  return [...inserted, ...(await insertWithoutOverlap(left, insert))];
}

async function announced<Named extends { name: string }>(
  signatures: Named[],
  insert: () => Promise<Named[]>,
): Promise<Named[]> {
  const { promise: end, resolve: tellEnd } = Promise.withResolvers<void>();
  for (const { name } of signatures) underWay.set(name, end);
  try {
    return await insert();
  } finally {
    for (const { name } of signatures) underWay.delete(name);
    tellEnd();
  }
}
