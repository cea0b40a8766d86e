import { createServer } from "node:http";
import { used } from "@holdfast/simulator";
import { clean } from "@holdfast/transport";

console.log(createServer, used, clean, fetch, Bun.serve, Bun.listen);
