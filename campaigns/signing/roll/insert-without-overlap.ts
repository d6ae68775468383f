/** Signatures that sheets of this process are putting on the roll, each with the end of that. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Inserts signatures, leaving those that another sheet of this process is inserting until it is done: MongoDB does a batch
 * with one known key in it again row by row, at many times the cost. Whose signature it is the roll's key decides; this
 * only saves work, so other processes need not know.
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
