/** How an engine runs: beside those of other stacks, or alone, which is how one is timed. */
export type Turn = "beside" | "alone";

interface Asked {
  readonly turn: Turn;
  readonly begin: () => void;
}

/** Lets engines run side by side, and one that asks to be alone when the others have ended. First come, first served. */
export class TurnQueue {
  private readonly waiting: Asked[] = [];
  private readonly running = new Set<Asked>();

  /**
   * Asks for a turn.
   * @param begin is called once, when it has come
   * @returns ends the turn, or takes the question back
   */
  ask(turn: Turn, begin: () => void): () => void {
    const asked = { turn, begin };
    this.waiting.push(asked);
    this.beginNext();
    return () => {
      const place = this.waiting.indexOf(asked);
      if (place !== -1) this.waiting.splice(place, 1);
      this.running.delete(asked);
      this.beginNext();
    };
  }

  private beginNext(): void {
    for (let [next] = this.waiting; next !== undefined && this.fits(next); [next] = this.waiting) {
      this.waiting.shift();
      this.running.add(next);
      next.begin();
    }
  }

  private fits({ turn }: Asked): boolean {
    if (turn === "alone") return this.running.size === 0;
    return ![...this.running].some((other) => other.turn === "alone");
  }
}
