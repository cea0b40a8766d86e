export const named = 1; // !! unicorn/filename-case
