export const time: unknown = setTimeout; // !! TS2304
export const world: unknown = [
  process, // !! TS2591
  Bun, // !! TS2868
  Buffer, // !! TS2591
  fetch, // !! TS2304
  console, // !! TS2584
  performance, // !! TS2304
  crypto, // !! TS2304
];
