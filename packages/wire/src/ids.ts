// Ids in a dialect's shape, made from what is unique to the request: no chance, no clock.

/** `prefix` as the dialect writes it (`msg_`, `call_`); `index` tells the ids of one answer apart. */
export function idFrom(prefix: string, seed: string, index?: number): string {
  return index === undefined ? prefix + seed : `${prefix}${seed}_${index}`;
}
