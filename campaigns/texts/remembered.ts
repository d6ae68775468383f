import { LRUCache } from "lru-cache";

/**
 * Memoises a function for the last `most` texts, for work that every page of an organiser needs again. Results are
 * shared: nobody may change them.
 */
export function remembered<Made>(make: (text: string) => Made, most: number): (text: string) => Made {
  const known = new LRUCache<string, { made: Made }>({
    max: most,
    memoMethod: (text) => ({ made: make(text) }),
  });
  return (text) => known.memo(text).made;
}
