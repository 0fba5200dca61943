/** Thrown when a text or a number is not the quantity it should be. The message names the value and the form. */
export class InvalidQuantity extends Error {
  constructor(quantity: string, given: unknown, expected: string) {
    // As JSON a number that is none (NaN, Infinity) would read `null`.
    const shown = typeof given === "number" ? String(given) : JSON.stringify(given);
    const article = /^[aeiou]/.test(quantity) ? "an" : "a";
    super(`${shown} is not ${article} ${quantity}; write ${expected}`);
    this.name = "InvalidQuantity";
  }
}
