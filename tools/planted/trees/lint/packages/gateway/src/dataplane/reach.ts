import { request } from "node:http"; // !! holdfast/import-table
import { request as secure } from "node:https"; // !! holdfast/import-table
import { connect } from "node:net"; // !! holdfast/import-table
import { TLSSocket } from "node:tls"; // !! holdfast/import-table
import { createSocket } from "node:dgram"; // !! holdfast/import-table
import { constants } from "node:http2"; // !! holdfast/import-table
import { Agent } from "undici"; // !! holdfast/import-table
import { page } from "@holdfast/web"; // !! holdfast/import-table
import { round } from "@holdfast/bench"; // !! holdfast/import-table
import { area } from "../../../wire/src/clean.ts"; // !! holdfast/import-table

export const used: unknown[] = [
  request,
  secure,
  connect,
  TLSSocket,
  createSocket,
  constants,
  Agent,
  page,
  round,
  area,
  fetch, // !! no-restricted-globals
  globalThis.fetch, // !! no-restricted-properties
  WebSocket, // !! no-restricted-globals
  Bun.serve, // !! no-restricted-properties
  Bun.listen, // !! no-restricted-properties
  Bun.connect, // !! no-restricted-properties
  Bun.udpSocket, // !! no-restricted-properties
  Bun.fetch, // !! no-restricted-properties
  globalThis.Bun, // !! no-restricted-properties
];

const { listen } = Bun; // !! no-restricted-properties

export const aside: unknown = listen;
