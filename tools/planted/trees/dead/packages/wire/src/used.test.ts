import { onlyTested } from "./used.ts";
import { supported } from "./only-for-tests.ts";

console.log(onlyTested, supported);
