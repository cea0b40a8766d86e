import { one } from "./one.ts"; // !! import/no-cycle

export const two: number = one + 1;
