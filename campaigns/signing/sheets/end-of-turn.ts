let ending: Promise<void> | undefined;

/** Waits for the end of this turn of the event loop; all who wait in one turn go on one after another. */
export function endOfTurn(): Promise<void> {
  ending ??= new Promise((resolve) => {
    setImmediate(() => {
      ending = undefined;
      resolve();
    });
  });
  return ending;
}
