import { z } from "zod";

const refusal = z.union([
  // Prometheus' own, and the API server's.
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ message: z.string() }).transform(({ message }) => message),
]);

/** Why a server did not do what it was asked for, if its answer says so. */
export function reasonIn(text: string): string | undefined {
  try {
    return refusal.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
