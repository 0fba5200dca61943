const form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** Whether a block of IPv4 addresses, as `10.0.0.0/8`, holds an address. Anything else holds none. */
export function holdsAddress(block: unknown, address: string): boolean {
  const [, a, b, c, d, prefix = "32"] = typeof block === "string" ? (form.exec(block) ?? []) : [];
  const [, w, x, y, z] = form.exec(address) ?? [];
  if (a === undefined || w === undefined) {
    return false;
  }
  const bits = 2 ** (32 - Number(prefix));
  return Math.floor(number([a, b, c, d]) / bits) === Math.floor(number([w, x, y, z]) / bits);
}

function number(bytes: readonly (string | undefined)[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + Number(byte), 0);
}
