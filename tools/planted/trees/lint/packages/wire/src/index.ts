export { area } from "./clean.ts";
export type { Shape } from "./shape.ts";
