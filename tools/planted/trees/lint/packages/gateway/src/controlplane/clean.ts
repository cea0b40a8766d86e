export const used: unknown[] = [fetch, Bun.serve];
