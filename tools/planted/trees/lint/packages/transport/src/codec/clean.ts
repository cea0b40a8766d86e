export const clean: number = Math.imul(3, 5);
