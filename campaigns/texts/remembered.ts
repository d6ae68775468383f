import { LRUCache } from "lru-cache";

/**
 * A function that remembers what it made of the last `most` texts, for work that an organiser's every page asks for again.
 * What it makes is shared: nobody may change it.
 */
export function remembered<Made>(make: (text: string) => Made, most: number): (text: string) => Made {
  const known = new LRUCache<string, { made: Made }>({
    max: most,
    memoMethod: (text) => ({ made: make(text) }),
  });
  return (text) => known.memo(text).made;
}
