/** OpenAI has one list of models for all that it serves. */
export { modelList } from "../chat/model-list.ts";
