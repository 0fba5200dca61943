import { createHash, randomInt } from "node:crypto";

/** Random numbers that a seed gives again: set SLIPWAY_SEED to the one that a failure printed. */
export function randomFrom(scenario: string): { seed: number; between(least: number, most: number): number } {
  const given = process.env["SLIPWAY_SEED"];
  const seed = given === undefined || given === "" ? randomInt(1_000_000) : Number(given);
  let turn = 0;
  return {
    seed,
    between(least, most) {
      turn += 1;
      const digest = createHash("sha256").update(`${scenario}/${seed}/${turn}`).digest();
      return least + (digest.readUInt32BE(0) / 2 ** 32) * (most - least);
    },
  };
}
