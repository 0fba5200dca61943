import type { ScaleTarget } from "./scale-targets.ts";

/** What the program of a job is told. */
export interface SwitchOrder {
  readonly direction: "down" | "up";
  /** Where the API server answers. */
  readonly apiServer: string;
  /** Path of the file with the token that it lets in. */
  readonly token: string;
  readonly namespace: string;
  readonly targets: readonly ScaleTarget[];
}
