export const supported = 1;
