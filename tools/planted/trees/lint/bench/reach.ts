import { clean } from "../packages/transport/src/codec/clean.ts"; // !! holdfast/import-table

console.log(clean);
