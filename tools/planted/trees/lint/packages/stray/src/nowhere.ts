export const nowhere = 1; // !! holdfast/import-table
