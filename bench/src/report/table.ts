// Rows and columns as plain aligned text.

type Align = "left" | "right";

export interface Column<Row> {
  readonly title: string;
  readonly align?: Align;
  readonly text: (row: Row) => string;
}

/** Columns of which no row has anything to say are left out. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  const filled = columns
    .map(({ title, align = "right", text }) => ({ align, cells: [title, ...rows.map(text)] }))
    .filter(({ cells }) => cells.slice(1).some((cell) => cell !== ""));
  const padded = filled.map(({ align, cells }) => {
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => (align === "left" ? cell.padEnd(width) : cell.padStart(width)));
  });
  return Array.from({ length: rows.length + 1 }, (_, index) =>
    padded
      .map((cells) => cells[index] ?? "")
      .join("  ")
      .trimEnd(),
  );
}
