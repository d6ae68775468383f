let ending: Promise<void> | undefined;

/**
 * Waits for the end of the current turn of the event loop; everybody waiting in one turn continues one after
 * another.
 */
export function endOfTurn(): Promise<void> {
  ending ??= new Promise((resolve) => {
    setImmediate(() => {
      ending = undefined;
      resolve();
    });
  });
  return ending;
}
