/** The request formats that are understood. */
export const dialectNames = ["messages", "chat", "responses", "gemini"] as const;

export type DialectName = (typeof dialectNames)[number];
