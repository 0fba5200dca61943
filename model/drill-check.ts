/**
 * A statement about a table that holds of every good backup, and that the monthly drill holds the newest one against
 * (BDR-10, BDR-11). At least one of its bounds is given.
 */
export interface DrillCheck {
  /** Schema and table, as `public.users`. */
  readonly table: string;
  /** How many rows it has. */
  readonly rows?: { readonly atLeast?: number; readonly atMost?: number };
  /** SHA-256 of the rows, for a table whose rows never change: a drill that finds another tells it. */
  readonly checksum?: string;
}

/** Declares that a table has this many rows or more. */
export const rowsIn = (table: string, atLeast: number): DrillCheck => ({ table, rows: { atLeast } });
