import { createHash } from "node:crypto";

/** The name of an object that pods read: the same content has the same name, other content another one. */
export function contentName(prefix: string, data: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256").update(JSON.stringify(data)).digest("hex").slice(0, 8);
  return `${prefix}-config-${hash}`;
}
