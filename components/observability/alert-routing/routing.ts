import type { Receiver } from "../../../config/receivers.ts";
import type { Duration } from "../../../model/quantities/duration.ts";

/** What a label of an alert has to be. */
export interface Matcher {
  readonly label: string;
  readonly is: "=" | "=~" | "!=";
  readonly value: string;
}

/** Those who are told together. */
export interface Audience {
  readonly name: string;
  readonly receivers: readonly Receiver[];
  /** Whether they also hear that it is over. @default true */
  readonly hearsOfEnd?: boolean;
}

/** Where alerts go that match, and when. */
export interface Route {
  /** The name of an {@link Audience}. */
  readonly audience: string;
  readonly matchers: readonly Matcher[];
  /** What alerts have in common that people are told of together. */
  readonly groupBy: readonly string[];
  readonly groupWait: Duration;
  readonly groupInterval: Duration;
  readonly repeatInterval: Duration;
  /** Whether routes after this one are looked at too. */
  readonly continues: boolean;
  readonly routes: readonly Route[];
}

/** While one alert fires, nobody is told of another. */
export interface Inhibition {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Labels that both have alike. One that neither has counts as alike. */
  readonly equal: readonly string[];
}

/** Who is told of a system's alerts, free of how any program is told so. */
export interface AlertRouting {
  readonly audiences: readonly Audience[];
  /** It matches the system's own alerts, and nobody else's. */
  readonly route: Route;
  readonly inhibitions: readonly Inhibition[];
}

export const isExactly = (label: string, value: string): Matcher => ({ label, is: "=", value });

/** Whether a label is one of these names, of letters, digits, - and _. */
export const isOneOf = (label: string, values: readonly string[]): Matcher => ({
  label,
  is: "=~",
  value: values.join("|"),
});

/** Whether a label is there at all. */
export const isSet = (label: string): Matcher => ({ label, is: "=~", value: ".+" });
