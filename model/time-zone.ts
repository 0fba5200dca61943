import { InvalidQuantity } from "./quantities/invalid-quantity.ts";

/** A time zone of the IANA database, which knows when its clocks change: `Europe/Berlin`. */
export class TimeZone {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** @throws InvalidQuantity for a zone that the database does not have; an offset such as `+01:00` is none. */
  static parse(text: string): TimeZone {
    const expected = 'a zone of the IANA database such as "Europe/Berlin" or "Etc/UTC"';
    if (!/^[A-Za-z]/.test(text)) throw new InvalidQuantity("time zone", text, expected);
    try {
      new Intl.DateTimeFormat("en", { timeZone: text });
    } catch {
      throw new InvalidQuantity("time zone", text, expected);
    }
    return new TimeZone(text);
  }

  toString(): string {
    return this.name;
  }
}

/** A time zone: `timeZone("Europe/Berlin")`. */
export const timeZone = (name: string): TimeZone => TimeZone.parse(name);

/** The zone without clock changes. */
export const utc = timeZone("Etc/UTC");
