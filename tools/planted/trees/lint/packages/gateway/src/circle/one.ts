import { two } from "./two.ts"; // !! import/no-cycle

export const one: number = two + 1;
