import { onTestFinished, vi } from "vitest";

/** The lines that are said from now on, on either stream, instead of being printed. The running test's end gives the console back. */
export function consoleLines(): readonly string[] {
  const said: string[] = [];
  for (const way of ["log", "error"] as const) {
    const spy = vi.spyOn(console, way).mockImplementation((line: string) => {
      said.push(line);
    });
    onTestFinished(() => {
      spy.mockRestore();
    });
  }
  return said;
}
