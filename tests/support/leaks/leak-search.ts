import { type Canary, markOfAll } from "./canary.ts";
import { type EncodingName, encodingNames, encodings } from "./encodings.ts";

/** A text that no secret may stand in. */
export interface Place {
  /** What it is, for whoever has to close the leak. */
  readonly name: string;
  readonly text: string;
}

/** A secret that stands where it must not. */
export interface Leak {
  readonly place: string;
  /** The secret; never its value, since a failing test prints this. */
  readonly secret: string;
  readonly encoding: EncodingName;
}

/** Every canary in every place, whole or in pieces. */
export function leaksIn(places: readonly Place[], canaries: readonly Canary[]): readonly Leak[] {
  return places.flatMap((place) =>
    encodingNames
      .filter((encoding) => holds(place.text, encoding, markOfAll))
      .flatMap((encoding) => leaksOf(place, encoding, canaries)),
  );
}

/** Every secret in every place that was generated, and has no mark but itself: letters and digits. */
export const wholeLeaksIn = (places: readonly Place[], secrets: readonly Canary[]): readonly Leak[] =>
  places.flatMap((place) => encodingNames.flatMap((encoding) => leaksOf(place, encoding, secrets)));

const leaksOf = ({ name: place, text }: Place, encoding: EncodingName, canaries: readonly Canary[]): Leak[] =>
  canaries
    .filter(({ mark }) => holds(text, encoding, mark))
    .map(({ name: secret }) => ({ place, secret, encoding }));

const holds = (text: string, encoding: EncodingName, mark: string): boolean =>
  encodings[encoding](mark).some((encoded) => text.includes(encoded));
