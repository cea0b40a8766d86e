export { clean } from "./codec/clean.ts";
export { listen } from "./sockets/clean.ts";
