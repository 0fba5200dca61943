/**
 * How a mark may look by the time its value has leaked: each gives the texts of which such a leak holds at least one. JSON
 * and addresses leave letters and digits, of which a mark is made, as they are.
 */
export const encodings = {
  "as it is": (mark) => [mark],
  base64: (mark) => [0, 1, 2].map((before) => base64Behind(before, mark)),
  hexadecimal: (mark) => {
    const digits = Buffer.from(mark).toString("hex");
    return [digits, digits.toUpperCase()];
  },
} as const satisfies Readonly<Record<string, (mark: string) => readonly string[]>>;

export type EncodingName = keyof typeof encodings;

export const encodingNames = Object.keys(encodings) as EncodingName[];

/**
 * Base64 takes three bytes at a time, so a text looks one of three ways, by how many bytes stand before it. The characters
 * at its ends hold bits of its neighbours too, and are left out.
 */
function base64Behind(before: number, text: string): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const skipped = before === 0 ? 0 : before + 1;
  return bytes.toString("base64").slice(skipped, Math.floor((bytes.length * 8) / 6));
}
