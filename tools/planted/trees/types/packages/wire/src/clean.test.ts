export const started: number = performance.now();
