/** The fields that OpenAI sends with every answer. */
export { headers } from "../chat/headers.ts";
