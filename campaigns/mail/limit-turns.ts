/** A server that takes fewer connections than we ask for is asked for more again after so long, in milliseconds. */
const narrowFor = 30_000;

/**
 * Limits how many mails are sent at once, by turns on connections, so many at once; fewer while the server takes fewer.
 */
export function limitTurns(size: number) {
  const waiting: ((isThere: boolean) => void)[] = [];
  let room = size;
  let narrowUntil = 0;
  let taken = 0;
  return {
    /** Waits for a turn; false when meanwhile no server was there. */
    async take(): Promise<boolean> {
      while (taken >= room) {
        if (!(await new Promise<boolean>((resolve) => waiting.push(resolve)))) return false;
      }
      taken += 1;
      return true;
    },
    release() {
      taken -= 1;
      if (performance.now() > narrowUntil) room = size;
      for (let free = room - taken; free > 0; free -= 1) waiting.shift()?.(true);
    },
    /**
     * Makes one turn less; false when the one that asks is the only one that has any: then all who wait are told so.
     */
    narrow(): boolean {
      if (taken <= 1) {
        narrowUntil = 0;
        for (const tell of waiting.splice(0)) tell(false);
        return false;
      }
      room = Math.max(1, Math.min(room, taken) - 1);
      narrowUntil = performance.now() + narrowFor;
      return true;
    },
  };
}
