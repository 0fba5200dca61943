import { clearTimeout, setTimeout } from "node:timers";

/** Lets a loop sleep until something has changed. What changes while it is awake is not lost. */
export class ChangeSignal {
  readonly #cancelled: AbortSignal;
  #hasChanged = false;
  #wake: (() => void) | undefined;

  constructor(cancelled: AbortSignal) {
    this.#cancelled = cancelled;
  }

  /** Something has changed. */
  readonly tell = (): void => {
    this.#hasChanged = true;
    this.#wake?.();
  };

  /** Ends with the next change, when the engine is stopping, or when the time is over. */
  async next(milliseconds: number): Promise<void> {
    if (!this.#hasChanged && !this.#cancelled.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          this.#cancelled.removeEventListener("abort", wake);
          this.#wake = undefined;
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        this.#cancelled.addEventListener("abort", wake);
        this.#wake = wake;
      });
    }
    this.#hasChanged = false;
  }
}
