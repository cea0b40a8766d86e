import { request } from "node:http"; // !! holdfast/import-table

export const used: unknown[] = [
  request,
  WebSocket, // !! no-restricted-globals
  Bun.listen, // !! no-restricted-properties
  Bun.connect, // !! no-restricted-properties
];

console.log(used); // !! no-console
