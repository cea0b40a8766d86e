export const encoded: Uint8Array = new TextEncoder().encode("text");
export const decoded: string = new TextDecoder("utf-8", { fatal: true }).decode(encoded);
