/** A step that cannot be done, told so that the reader knows what to do next. No stack trace is printed. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

const NAME_WIDTH = 14;

/** Does one step of the set-up and prints one line: what was done, and how long it took. */
export async function step<T>(name: string, work: () => Promise<{ said: string; value: T }>): Promise<T> {
  const started = performance.now();
  const { said, value } = await work();
  say(name, `${said}, ${seconds(performance.now() - started)}`);
  return value;
}

export function say(name: string, text: string): void {
  process.stdout.write(`${name.padEnd(NAME_WIDTH)} ${text}\n`);
}

export function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} s`;
}
