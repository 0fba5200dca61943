/** An element of a document as S3 answers with: either a text, or further elements. Attributes are left out. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** A document that can't be read. It never quotes it. */
export class NoXml extends Error {
  override readonly name = "NoXml";
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

/** A declaration or comment, a tag, or the text between two. */
const pieces = /<\?[^]*?\?>|<!--[^]*?-->|<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[^<>]*?)?)(\/?)>|([^<]+)/gy;

/**
 * Reads a document of elements and texts, which is all that S3 answers with.
 * @throws NoXml for anything else, such as a page of HTML from a proxy, or a document that defines entities of its own.
 */
export function readXml(document: string): XmlElement {
  const root: Open = { name: "", text: "", children: [] };
  const open: Open[] = [root];
  let end = 0;
  for (const match of document.matchAll(pieces)) {
    end = match.index + match[0].length;
    const [, closing, name, , empty, text] = match;
    const inner = open.at(-1) ?? root;
    if (text !== undefined) inner.text += unescaped(text);
    else if (name === undefined) continue;
    else if (closing === "/") {
      if (open.length === 1 || inner.name !== localName(name))
        throw new NoXml("an element ends that was not begun");
      open.pop();
    } else {
      const element: Open = { name: localName(name), text: "", children: [] };
      inner.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  const [only, ...others] = root.children;
  if (end !== document.length || open.length !== 1 || !only || others.length > 0)
    throw new NoXml("it is no document of elements alone");
  return only;
}

/** The elements of a name right below another. */
export const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

/** The text of the one element of a name right below another; nothing where there is none. */
export const textOf = (element: XmlElement, name: string): string | undefined =>
  childrenOf(element, name)[0]?.text.trim();

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
