export const time: unknown[] = [
  Date.now(), // !! no-restricted-globals
  new Date(), // !! no-restricted-globals
  performance.now(), // !! no-restricted-globals
  Intl.DateTimeFormat, // !! no-restricted-globals
  setTimeout, // !! no-restricted-globals
  setInterval, // !! no-restricted-globals
  setImmediate, // !! no-restricted-globals
  clearTimeout, // !! no-restricted-globals
  clearInterval, // !! no-restricted-globals
  clearImmediate, // !! no-restricted-globals
  queueMicrotask, // !! no-restricted-globals
  requestAnimationFrame, // !! no-restricted-globals
  Temporal, // !! no-restricted-globals
];

const { random } = Math; // !! no-restricted-properties

export const chance: unknown[] = [
  random,
  Math.random(), // !! no-restricted-properties
  Math["random"](), // !! no-restricted-properties
  crypto.randomUUID(), // !! no-restricted-globals
  WeakRef, // !! no-restricted-globals
  FinalizationRegistry, // !! no-restricted-globals
];

export const world: unknown[] = [
  process.env, // !! no-restricted-globals
  Bun.version, // !! no-restricted-globals
  Buffer.alloc(1), // !! no-restricted-globals
  globalThis, // !! no-restricted-globals
  global, // !! no-restricted-globals
  window, // !! no-restricted-globals
  localStorage, // !! no-restricted-globals
  self, // !! no-restricted-globals
  navigator, // !! no-restricted-globals
  fetch, // !! no-restricted-globals
  Request, // !! no-restricted-globals
  Response, // !! no-restricted-globals
  WebSocket, // !! no-restricted-globals
  EventSource, // !! no-restricted-globals
  XMLHttpRequest, // !! no-restricted-globals
  Worker, // !! no-restricted-globals
  BroadcastChannel, // !! no-restricted-globals
  MessageChannel, // !! no-restricted-globals
  require, // !! no-restricted-globals
  Function, // !! no-restricted-globals
  eval, // !! no-restricted-globals no-eval
  __dirname, // !! no-restricted-globals
  __filename, // !! no-restricted-globals
];

console.log(time, chance, world); // !! no-restricted-globals no-console
