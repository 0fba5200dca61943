const PATTERN = /^([+-]?)(\d+\.?\d*|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;
const NANO = 1_000_000_000n;
const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const decimal = ["k", "M", "G", "T", "P", "E"];

/** Whether two quantities say the same amount: the API server writes 1000m as 1 and 1024Mi as 1Gi. */
export function isSameQuantity(left: string, right: string): boolean {
  const amount = nanos(left);
  return amount !== undefined && amount === nanos(right);
}

/** The amount in billionths, rounded up as the API server does; undefined for what is no quantity. */
function nanos(text: string): bigint | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, sign = "", digits = "", suffix = ""] = match;
  const [whole = "", fraction = ""] = digits.split(".");
  const scale = 10n ** BigInt(fraction.length);
  const [multiplier, divisor] = factorOf(suffix);
  const amount = BigInt(`${whole}${fraction}` || "0") * multiplier * NANO;
  const over = scale * divisor;
  const rounded = (amount + over - 1n) / over;
  return sign === "-" ? -rounded : rounded;
}

function factorOf(suffix: string): [multiplier: bigint, divisor: bigint] {
  const power = binary.indexOf(suffix);
  if (power >= 0) return [1024n ** BigInt(power + 1), 1n];
  const thousands = decimal.indexOf(suffix);
  if (thousands >= 0) return [1000n ** BigInt(thousands + 1), 1n];
  const small = ["m", "u", "n"].indexOf(suffix);
  if (small >= 0) return [1n, 1000n ** BigInt(small + 1)];
  if (suffix === "") return [1n, 1n];
  const exponent = Number(suffix.slice(1));
  return exponent < 0 ? [1n, 10n ** BigInt(-exponent)] : [10n ** BigInt(exponent), 1n];
}
