import { createServer } from "node:http"; // !! holdfast/import-table
import { clean } from "@holdfast/transport"; // !! holdfast/import-table
import { area } from "../packages/wire/src/clean.ts"; // !! holdfast/import-table

console.log(createServer, clean, area, fetch); // !! no-restricted-globals
