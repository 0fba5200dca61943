const form = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d{1,2}))?$/;

const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const decimal: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

/** One unit: a CPU, a byte, a piece. */
export const ONE = 1_000_000_000n;

/**
 * A quantity as the API server reads it (`500m`, `1.5Gi`, `1e3`), in billionths, which are its smallest step.
 * @returns undefined for what is none.
 */
export function quantityOf(value: unknown): bigint | undefined {
  const text = typeof value === "number" ? String(value) : value;
  const [, sign, number = "", power, suffix, exponent] =
    typeof text === "string" ? (form.exec(text) ?? []) : [];
  if (sign === undefined) {
    return undefined;
  }
  const [whole = "", fraction = ""] = number.split(".");
  const tens = 9 + (decimal[suffix ?? ""] ?? Number(exponent ?? 0)) - fraction.length;
  const factor = power === undefined ? 1n : 1024n ** BigInt(binary.indexOf(power) + 1);
  const digits = BigInt(`${whole}${fraction}`) * factor;
  const size = tens < 0 ? roundedUp(digits, 10n ** BigInt(-tens)) : digits * 10n ** BigInt(tens);
  return sign === "-" ? -size : size;
}

function roundedUp(digits: bigint, divisor: bigint): bigint {
  return (digits + divisor - 1n) / divisor;
}
